import { withoutTags } from "../../tags.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeTags } from "../tags/tagged.ts";

export const untagResource: ApiGatewayV2Operation<"UntagResource"> = async (
  { ResourceArn = "", TagKeys = [] },
  context,
) => {
  await changeTags(context, ResourceArn, (former) => withoutTags(former, TagKeys));
  return {};
};
