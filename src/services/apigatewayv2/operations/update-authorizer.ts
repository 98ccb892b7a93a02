import { checkAuthorizer } from "../authorizers/check-authorizer.ts";
import { authorizerExists } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi, requirePart } from "../parts/change-api.ts";
import { merge } from "../parts/merge.ts";
import { toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const updateAuthorizer: ApiGatewayV2Operation<"UpdateAuthorizer"> = async (
  { ApiId = "", AuthorizerId = "", ...changes },
  context,
) => {
  const authorizer = await changeApi(context, ApiId, async (tx, api) => {
    const changed = merge(await requirePart(tx, ApiId, "Authorizer", AuthorizerId), changes);
    checkAuthorizer(api, changed);
    const others = await partStore.list(tx, ApiId, "Authorizer");
    if (others.some(({ Name, AuthorizerId: id }) => Name === changed.Name && id !== AuthorizerId))
      throw authorizerExists(changed.Name);
    await partStore.put(tx, ApiId, "Authorizer", changed);
    return changed;
  });
  return toPart(authorizer);
};
