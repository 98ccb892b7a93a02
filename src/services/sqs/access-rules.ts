import { parseArn } from "../../platform/arn.ts";
import { eachRow } from "../../storage/each-row.ts";
import { resourceTagConditions } from "../resource-tags.ts";
import type { AccessRules, FurtherPermission, OperationContext, Place } from "../service.ts";
import type { Sqs } from "./model.ts";
import { queueArn, queuesKey } from "./queues/queue.ts";
import type { QueueName } from "./queues/queue-directory.ts";
import { queueStore } from "./queues/queue-store.ts";
import { parseQueueUrl } from "./queues/queue-url.ts";
import { fromTaskHandle } from "./redrive/move-task.ts";
import type { SqsState } from "./state.ts";

/** Source: "Actions, resources, and condition keys for Amazon SQS". */
export const accessRules: AccessRules<Sqs> = {
  prefix: "sqs",
  actions: {
    SendMessageBatch: "sqs:SendMessage",
    DeleteMessageBatch: "sqs:DeleteMessage",
    ChangeMessageVisibilityBatch: "sqs:ChangeMessageVisibility",
  },
  also: {
    CreateQueue: { tags: "sqs:TagQueue" },
    // What a task does with the messages, whoever has asked for it must be allowed to.
    StartMessageMoveTask: {
      SourceArn: async (_arn, input, at) => [
        { action: "sqs:ReceiveMessage" },
        { action: "sqs:DeleteMessage" },
        ...(input.DestinationArn === undefined ? await sendsToSources(input, at) : []),
      ],
      DestinationArn: (arn) => ({ action: "sqs:SendMessage", resource: String(arn) }),
    },
  },
  resource: (_operation, input, at) => {
    const queue = queueOf(input, at);
    return queue ? queueArn(queue, queue.name) : queueArn(at, "*");
  },
  conditions: async (_operation, input, _host, at) => {
    const name = queueOf(input, at);
    const queue = name && (await (at as OperationContext<SqsState>).state.queues.find(name));
    return queue ? resourceTagConditions(queue.tags) : {};
  },
  resourcePolicy: async (_operation, input, at) => {
    const name = queueOf(input, at);
    return name && (await (at as OperationContext<SqsState>).state.queues.find(name))?.settings.policy;
  },
};

/** A task without a destination sends each message to the queue that it came from. */
async function sendsToSources(
  input: Readonly<Record<string, unknown>>,
  at: OperationContext,
): Promise<readonly FurtherPermission[]> {
  const deadLetters = queueOf(input, at);
  if (!deadLetters) return [];
  const { account, region } = deadLetters;
  const page = (after?: string) =>
    at.host.storage.partition(queuesKey({ account, region })).read((tx) =>
      queueStore.listSources(tx, {
        deadLetterArn: String(input.SourceArn),
        after: after ?? "",
        limit: sourcesAtOnce,
      }),
    );
  const permissions: FurtherPermission[] = [];
  for await (const name of eachRow(page, sourcesAtOnce))
    permissions.push({ action: "sqs:SendMessage", resource: queueArn({ account, region }, name) });
  return permissions;
}

const sourcesAtOnce = 1_000;

/** The queue that an input names, in whichever way the operation has. */
function queueOf(input: Readonly<Record<string, unknown>>, at: Place): QueueName | undefined {
  if (typeof input.QueueUrl === "string") return parseQueueUrl(input.QueueUrl, at);
  if (typeof input.QueueName === "string") {
    const owner = input.QueueOwnerAWSAccountId;
    return { account: typeof owner === "string" ? owner : at.account, region: at.region, name: input.QueueName };
  }
  const task = typeof input.TaskHandle === "string" ? fromTaskHandle(input.TaskHandle)?.sourceArn : undefined;
  const arn = parseArn(String(input.SourceArn ?? task ?? ""));
  return arn && { account: arn.account, region: arn.region, name: arn.resource };
}
