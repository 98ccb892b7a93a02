import { fromPageToken, toPageToken } from "../../page-token.ts";
import { limits } from "../limits.ts";
import type { SqsOperation } from "../operation.ts";
import { checkPageSize, invalidToken } from "../queues/check-page.ts";
import { findQueue } from "../queues/find-queue.ts";
import { queuesKey } from "../queues/queue.ts";
import { queueStore } from "../queues/queue-store.ts";
import { toQueueUrl } from "../queues/queue-url.ts";

/** The queues whose dead-letter queue it is. */
export const listDeadLetterSourceQueues: SqsOperation<"ListDeadLetterSourceQueues"> = async (input, context) => {
  const { QueueUrl, MaxResults: asked, NextToken } = input;
  const { arn, account, region } = await findQueue(context, QueueUrl, "ListDeadLetterSourceQueues");
  checkPageSize(asked);
  const after = fromPageToken(NextToken, invalidToken) ?? "";
  const size = asked ?? limits.pageSize;
  const names = await context.host.storage
    .partition(queuesKey({ account, region }))
    .read((tx) => queueStore.listSources(tx, { deadLetterArn: arn, after, limit: size + 1 }));
  const page = names.slice(0, size);
  return {
    queueUrls: page.map((name) => toQueueUrl(context.request.endpoint, { account, region, name }, context)),
    NextToken: names.length > size && asked !== undefined ? toPageToken(page.at(-1) ?? "") : undefined,
  };
};
