import { fail } from "../../../platform/aws-error.ts";
import { resourceNotFound } from "../errors.ts";
import { groupStore } from "../group-store.ts";
import { groupsKey } from "../log-group.ts";
import type { LogsOperation } from "../service-context.ts";
import { taggedGroup } from "../tags.ts";

export const listTagsForResource: LogsOperation<"ListTagsForResource"> = async ({ resourceArn }, context) => {
  const partition = context.host.storage.partition(groupsKey(context));
  const group = await partition.read((tx) => groupStore.find(tx, taggedGroup(resourceArn, context)));
  return { tags: { ...(group ?? fail(resourceNotFound())).tags } };
};
