import type { ApiGatewayOperation } from "../operation.ts";
import { changeTags } from "../tags/tagged.ts";
import { withTags } from "../tags/tags.ts";

export const tagResource: ApiGatewayOperation<"TagResource"> = async ({ resourceArn = "", tags }, context) => {
  await changeTags(context, resourceArn, (former) => withTags(former, tags));
  return {};
};
