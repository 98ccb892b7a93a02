import type { LogsOperation } from "../operation.ts";
import { changeTags } from "../tags/change-tags.ts";
import { removeTags } from "../tags/tags.ts";

export const untagResource: LogsOperation<"UntagResource"> = async ({ resourceArn, tagKeys }, context) => {
  await changeTags(context, resourceArn, (known) => removeTags(known, tagKeys));
  return {};
};
