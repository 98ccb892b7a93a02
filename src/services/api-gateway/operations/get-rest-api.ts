import { toRestApi } from "../apis/api.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";

export const getRestApi: ApiGatewayOperation<"GetRestApi"> = ({ restApiId = "" }, context) =>
  readApi(context, restApiId, async (_tx, api) => ({ ...toRestApi(api), tags: api.tags ?? {} }));
