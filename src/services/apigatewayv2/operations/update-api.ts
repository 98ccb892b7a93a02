import { apiStore } from "../apis/api-store.ts";
import { checkApi } from "../apis/check-api.ts";
import { toApi } from "../apis/to-api.ts";
import { invalid } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi } from "../parts/change-api.ts";
import { merge } from "../parts/merge.ts";
import { partStore } from "../parts/part-store.ts";

/** Changes an API. `Target`, `RouteKey` and `CredentialsArn` change what a quick create has made. */
export const updateApi: ApiGatewayV2Operation<"UpdateApi"> = async (
  { ApiId = "", Target, RouteKey, CredentialsArn, ...changes },
  context,
) => {
  const api = await changeApi(context, ApiId, async (tx, former) => {
    const changed = merge(former, changes);
    checkApi(changed);
    await apiStore.put(tx, changed);
    if (Target === undefined && RouteKey === undefined && CredentialsArn === undefined) return changed;
    const route = (await partStore.list(tx, ApiId, "Route")).find(({ ApiGatewayManaged }) => ApiGatewayManaged);
    const integration = (await partStore.list(tx, ApiId, "Integration")).find((each) => each.ApiGatewayManaged);
    if (!route || !integration) throw invalid("Target, RouteKey and CredentialsArn are for APIs made by quick create");
    await partStore.put(tx, ApiId, "Route", merge(route, { RouteKey }));
    await partStore.put(tx, ApiId, "Integration", merge(integration, { IntegrationUri: Target, CredentialsArn }));
    return changed;
  });
  return toApi(context.host, context, api);
};
