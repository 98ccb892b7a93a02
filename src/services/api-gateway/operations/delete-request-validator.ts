import { conflict } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteRequestValidator: ApiGatewayOperation<"DeleteRequestValidator"> = (
  { restApiId = "", requestValidatorId = "" },
  context,
) =>
  write(context, async (tx) => {
    await requirePart(tx, restApiId, "RequestValidator", requestValidatorId);
    const resources = await partStore.list(tx, restApiId, "Resource");
    const methods = resources.flatMap((resource) => Object.values(resource.methods));
    if (methods.some((method) => method.requestValidatorId === requestValidatorId))
      throw conflict("Cannot delete Request Validator that is used by a method");
    await partStore.remove(tx, restApiId, "RequestValidator", requestValidatorId);
    return {};
  });
