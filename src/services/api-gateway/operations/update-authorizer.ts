import { checkAuthorizer } from "../authorizers/check-authorizer.ts";
import { patchAuthorizer } from "../authorizers/patch-authorizer.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches } from "../parts/patch.ts";

export const updateAuthorizer: ApiGatewayOperation<"UpdateAuthorizer"> = (
  { restApiId = "", authorizerId = "", patchOperations },
  context,
) =>
  write(context, async (tx) => {
    const former = await requirePart(tx, restApiId, "Authorizer", authorizerId);
    const authorizer = applyPatches(former, patchOperations, patchAuthorizer);
    checkAuthorizer(authorizer);
    await partStore.put(tx, restApiId, "Authorizer", authorizer);
    return authorizer;
  });
