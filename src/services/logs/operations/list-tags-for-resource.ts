import { fail } from "../../../platform/aws-error.ts";
import { resourceNotFound } from "../errors.ts";
import { groupStore } from "../groups/group-store.ts";
import { groupsKey } from "../groups/log-group.ts";
import type { LogsOperation } from "../operation.ts";
import { taggedGroup } from "../tags/tags.ts";

export const listTagsForResource: LogsOperation<"ListTagsForResource"> = async ({ resourceArn }, context) => {
  const partition = context.host.storage.partition(groupsKey(context));
  const group = await partition.read((tx) => groupStore.find(tx, taggedGroup(resourceArn, context)));
  return { tags: { ...(group ?? fail(resourceNotFound())).tags } };
};
