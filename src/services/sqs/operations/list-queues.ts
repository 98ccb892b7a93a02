import { fromPageToken, toPageToken } from "../../page-token.ts";
import { limits } from "../limits.ts";
import type { SqsOperation } from "../operation.ts";
import { checkPageSize, invalidToken } from "../queues/check-page.ts";
import { queuesKey } from "../queues/queue.ts";
import { queueStore } from "../queues/queue-store.ts";
import { toQueueUrl } from "../queues/queue-url.ts";
import { checkNotOfQueue } from "../queues/wire-habits.ts";

/** The account's queues in the region, a thousand at most without MaxResults: the next page is only told of to who has asked for pages. */
export const listQueues: SqsOperation<"ListQueues"> = async (input, context) => {
  const { QueueNamePrefix: prefix = "", MaxResults: asked, NextToken } = input;
  const { account, region, host, request } = context;
  checkNotOfQueue(input, request, "ListQueues");
  checkPageSize(asked);
  const after = fromPageToken(NextToken, invalidToken) ?? "";
  const size = asked ?? limits.pageSize;
  const names = await host.storage
    .partition(queuesKey(context))
    .read((tx) => queueStore.list(tx, { prefix, after, limit: size + 1 }));
  const page = names.slice(0, size);
  if (page.length === 0) return {};
  return {
    QueueUrls: page.map((name) => toQueueUrl(request.endpoint, { account, region, name }, context)),
    NextToken: names.length > size && asked !== undefined ? toPageToken(page.at(-1) ?? "") : undefined,
  };
};
