import type { CloudWatchOperation } from "../operation.ts";
import { changeTags } from "../tags/tagged-resource.ts";
import { addTags } from "../tags/tags.ts";

/** Alarms and dashboards have tags. */
export const tagResource: CloudWatchOperation<"TagResource"> = async ({ ResourceARN, Tags }, context) => {
  await changeTags(context, ResourceARN, (tags) => addTags(tags, Tags));
  return {};
};
