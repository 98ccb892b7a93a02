import { changeTags } from "../groups/change-tags.ts";
import { withTags } from "../groups/check-tags.ts";
import type { SchedulerOperation } from "../operation.ts";

export const tagResource: SchedulerOperation<"TagResource"> = async ({ ResourceArn = "", Tags = [] }, context) => {
  await changeTags(context, ResourceArn, (former) => withTags(former, Tags));
  return {};
};
