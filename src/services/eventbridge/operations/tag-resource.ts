import type { EventsOperation } from "../operation.ts";
import { changeTags } from "../tags/change-tags.ts";
import { withTags } from "../tags/check-tags.ts";

export const tagResource: EventsOperation<"TagResource"> = async ({ ResourceARN: arn = "", Tags = [] }, context) => {
  await changeTags(context, arn, (tags) => withTags(tags, Tags));
  return {};
};
