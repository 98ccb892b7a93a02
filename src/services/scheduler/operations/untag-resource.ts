import { withoutTags } from "../../tags.ts";
import { changeTags } from "../groups/change-tags.ts";
import type { SchedulerOperation } from "../operation.ts";

export const untagResource: SchedulerOperation<"UntagResource"> = async (
  { ResourceArn = "", TagKeys = [] },
  context,
) => {
  await changeTags(context, ResourceArn, (former) => withoutTags(former, TagKeys));
  return {};
};
