import { createApi as create } from "../apis/create.ts";
import { quickCreate } from "../apis/quick-create.ts";
import { toApi } from "../apis/to-api.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";

/** Makes an API; with a target one that works at once. */
export const createApi: ApiGatewayV2Operation<"CreateApi"> = async (
  { Target, RouteKey, CredentialsArn, ...given },
  context,
) => {
  const api = await create(context, given, (tx, made) =>
    quickCreate(tx, context, made, { Target, RouteKey, CredentialsArn }),
  );
  return toApi(context.host, context, api);
};
