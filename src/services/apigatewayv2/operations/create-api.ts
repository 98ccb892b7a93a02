import { createApi as create } from "../apis/create.ts";
import { quickCreate } from "../apis/quick-create.ts";
import { toApi } from "../apis/to-api.ts";
import { invalid } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";

/** Makes an API; with a target one that works at once. */
export const createApi: ApiGatewayV2Operation<"CreateApi"> = async (
  { Target, RouteKey, CredentialsArn, ...given },
  context,
) => {
  if (given.ProtocolType === "WEBSOCKET" && (Target ?? RouteKey ?? CredentialsArn) !== undefined)
    throw invalid("Quick create is supported for HTTP APIs only");
  const api = await create(context, given, (tx, made) =>
    quickCreate(tx, context, made, { Target, RouteKey, CredentialsArn }),
  );
  return toApi(context.host, context, api);
};
