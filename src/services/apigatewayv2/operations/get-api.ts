import { toApi } from "../apis/to-api.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";

export const getApi: ApiGatewayV2Operation<"GetApi"> = async ({ ApiId = "" }, context) =>
  toApi(context.host, context, await readApi(context, ApiId, async (_tx, api) => api));
