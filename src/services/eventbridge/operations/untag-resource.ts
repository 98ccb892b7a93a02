import { withoutTags } from "../../tags.ts";
import type { EventsOperation } from "../operation.ts";
import { changeTags } from "../tags/change-tags.ts";

export const untagResource: EventsOperation<"UntagResource"> = async (input, context) => {
  await changeTags(context, input.ResourceARN ?? "", (tags) => withoutTags(tags, input.TagKeys ?? []));
  return {};
};
