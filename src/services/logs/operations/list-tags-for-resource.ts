import { fail } from "../../../platform/aws-error.ts";
import { resourceNotFound } from "../errors.ts";
import { groupStore } from "../groups/group-store.ts";
import { groupsKey } from "../groups/log-group.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";
import { taggedOf } from "../tags/tags.ts";

export const listTagsForResource: LogsOperation<"ListTagsForResource"> = async ({ resourceArn }, context) => {
  const { kind, name } = taggedOf(resourceArn, context);
  const { storage } = context.host;
  const found =
    kind === "group"
      ? await storage.partition(groupsKey(context)).read((tx) => groupStore.find(tx, name))
      : await storage.partition(recordsKey(context, kind)).read((tx) => recordStore.find(tx, kind, name));
  return { tags: { ...(found ?? fail(resourceNotFound())).tags } };
};
