import type { LogsOperation } from "../operation.ts";
import { changeTags } from "../tags/change-tags.ts";
import { addTags } from "../tags/tags.ts";

/** Of a log group, or of a delivery, its source or its destination. */
export const tagResource: LogsOperation<"TagResource"> = async ({ resourceArn, tags }, context) => {
  await changeTags(context, resourceArn, (known) => addTags(known, tags));
  return {};
};
