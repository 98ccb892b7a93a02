import { fail } from "../../../platform/aws-error.ts";
import { invalidValue, tooManyActions } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SqsOperation } from "../operation.ts";
import { checkLabel } from "../permissions/check-label.ts";
import { withPermission } from "../permissions/queue-policy.ts";
import { changeQueue } from "../queues/change-queue.ts";
import { findQueue, queueGone } from "../queues/find-queue.ts";
import { toKnown } from "../queues/queue-directory.ts";

/** Adds a statement to the queue's policy that lets accounts do something with it. */
export const addPermission: SqsOperation<"AddPermission"> = async (input, context) => {
  const { QueueUrl, Label: label = "", AWSAccountIds: accounts = [], Actions: actions = [] } = input;
  const known = await findQueue(context, QueueUrl, "AddPermission");
  checkLabel(label);
  if (actions.length > limits.permissionActions) throw tooManyActions(actions.length, limits.permissionActions);
  for (const action of actions) {
    if (!permittable.has(action))
      throw invalidValue(
        `SQS:${action}`,
        "ActionName",
        "Please refer to the appropriate WSDL for a list of valid actions. ",
      );
  }
  for (const account of accounts) {
    if (!/^\d{12}$/.test(account)) throw invalidValue(account, "PrincipalId", "Unable to verify.");
  }
  const add = (queue: Parameters<typeof toKnown>[0]) => withPermission(toKnown(queue), { label, accounts, actions });
  if (!(await changeQueue(context, known, (attributes, queue) => ({ ...attributes, Policy: add(queue) }))))
    fail(queueGone(context));
  return {};
};

/** Source: "AddPermission". */
const permittable: ReadonlySet<string> = new Set([
  "*",
  "ChangeMessageVisibility",
  "DeleteMessage",
  "GetQueueAttributes",
  "GetQueueUrl",
  "ListDeadLetterSourceQueues",
  "PurgeQueue",
  "ReceiveMessage",
  "SendMessage",
]);
