import type { ApiGatewayV2Operation } from "../operation.ts";
import { readTags } from "../tags/tagged.ts";

export const getTags: ApiGatewayV2Operation<"GetTags"> = async ({ ResourceArn = "" }, context) => ({
  Tags: { ...(await readTags(context, ResourceArn)) },
});
