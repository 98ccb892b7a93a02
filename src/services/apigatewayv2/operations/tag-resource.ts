import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeTags, withTags } from "../tags/tagged.ts";

export const tagResource: ApiGatewayV2Operation<"TagResource"> = async ({ ResourceArn = "", Tags }, context) => {
  await changeTags(context, ResourceArn, (former) => withTags(former, Tags));
  return {};
};
