import type { CloudWatchOperation } from "../service-context.ts";
import { changeTags } from "../tagged-resource.ts";
import { addTags } from "../tags.ts";

/** Alarms and dashboards have tags. */
export const tagResource: CloudWatchOperation<"TagResource"> = async ({ ResourceARN, Tags }, context) => {
  await changeTags(context, ResourceARN, (tags) => addTags(tags, Tags));
  return {};
};
