import { withoutTags } from "../../tags.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { changeTags } from "../tags/tagged.ts";

export const untagResource: ApiGatewayOperation<"UntagResource"> = async (
  { resourceArn = "", tagKeys = [] },
  context,
) => {
  await changeTags(context, resourceArn, (former) => withoutTags(former, tagKeys));
  return {};
};
