import { fail } from "../../../platform/aws-error.ts";
import { toTagList } from "../../tags.ts";
import { resourceNotFound } from "../errors.ts";
import { nameInArn, schedulesKey } from "../groups/group.ts";
import { groupStore } from "../groups/group-store.ts";
import type { SchedulerOperation } from "../operation.ts";

export const listTagsForResource: SchedulerOperation<"ListTagsForResource"> = async ({ ResourceArn = "" }, context) => {
  const name = nameInArn(ResourceArn, context) ?? fail(resourceNotFound(ResourceArn));
  const group = await context.host.storage.partition(schedulesKey(context)).read((tx) => groupStore.find(tx, name));
  return { Tags: toTagList((group ?? fail(resourceNotFound(ResourceArn))).tags) };
};
