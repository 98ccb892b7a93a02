import type { ApiGatewayOperation } from "../operation.ts";
import { readTags } from "../tags/tagged.ts";

export const getTags: ApiGatewayOperation<"GetTags"> = async ({ resourceArn = "" }, context) => ({
  tags: { ...(await readTags(context, resourceArn)) },
});
