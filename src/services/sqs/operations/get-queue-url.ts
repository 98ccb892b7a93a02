import { fail } from "../../../platform/aws-error.ts";
import type { SqsOperation } from "../operation.ts";
import { queueGone } from "../queues/find-queue.ts";
import { toQueueUrl } from "../queues/queue-url.ts";

/** The queue may be another account's. */
export const getQueueUrl: SqsOperation<"GetQueueUrl"> = async (input, context) => {
  const { QueueName: name = "", QueueOwnerAWSAccountId: account = context.account } = input;
  const { region, state, request } = context;
  const queue = (await state.queues.find({ account, region, name })) ?? fail(queueGone(context));
  state.metering.request(queue, "GetQueueUrl", 0);
  return { QueueUrl: toQueueUrl(request.endpoint, queue, context) };
};
