import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";
import { topicArn, topicsKey } from "../topics/topic.ts";
import { topicStore } from "../topics/topic-store.ts";

/** A hundred at a time. */
export const listTopics: SnsOperation<"ListTopics"> = async ({ NextToken }, context) => {
  const after = fromPageToken(NextToken, () => invalidParameter("NextToken")) ?? "";
  const names = await context.host.storage
    .partition(topicsKey(context))
    .read((tx) => topicStore.list(tx, after, limits.pageSize + 1));
  const page = names.slice(0, limits.pageSize);
  return {
    Topics: page.map((name) => ({ TopicArn: topicArn(context, name) })),
    NextToken: names.length > page.length ? toPageToken(page.at(-1) ?? "") : undefined,
  };
};
