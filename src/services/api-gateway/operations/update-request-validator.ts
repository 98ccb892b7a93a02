import { invalid } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches, checkMember } from "../parts/patch.ts";

export const updateRequestValidator: ApiGatewayOperation<"UpdateRequestValidator"> = (
  { restApiId = "", requestValidatorId = "", patchOperations },
  context,
) =>
  write(context, async (tx) => {
    const former = await requirePart(tx, restApiId, "RequestValidator", requestValidatorId);
    const validator = applyPatches(former, patchOperations, (each, patch) => {
      checkMember(patch, ["/name", "/validateRequestParameters", "/validateRequestBody"]);
      const [name] = patch.steps;
      if (name !== "name") return { ...each, [name as "validateRequestBody"]: patch.value === "true" };
      if (!patch.value) throw invalid("Request Validator name cannot be blank");
      return { ...each, name: patch.value };
    });
    await partStore.put(tx, restApiId, "RequestValidator", validator);
    return validator;
  });
