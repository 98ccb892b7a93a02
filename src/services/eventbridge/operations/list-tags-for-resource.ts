import { toTagList } from "../../tags.ts";
import type { EventsOperation } from "../operation.ts";
import { tagsOf } from "../tags/change-tags.ts";

export const listTagsForResource: EventsOperation<"ListTagsForResource"> = async (
  { ResourceARN: arn = "" },
  context,
) => ({
  Tags: toTagList(await tagsOf(context, arn)),
});
