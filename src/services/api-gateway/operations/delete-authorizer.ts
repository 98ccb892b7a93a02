import { conflict } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteAuthorizer: ApiGatewayOperation<"DeleteAuthorizer"> = (
  { restApiId = "", authorizerId = "" },
  context,
) =>
  write(context, async (tx) => {
    await requirePart(tx, restApiId, "Authorizer", authorizerId);
    const resources = await partStore.list(tx, restApiId, "Resource");
    const methods = resources.flatMap((resource) => Object.values(resource.methods));
    if (methods.some((method) => method.authorizerId === authorizerId))
      throw conflict("Cannot delete authorizer, is referenced in a method");
    await partStore.remove(tx, restApiId, "Authorizer", authorizerId);
    return {};
  });
