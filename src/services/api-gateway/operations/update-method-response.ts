import { checkMethodResponse, patchMethodResponse } from "../methods/method-response.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { applyPatches } from "../parts/patch.ts";
import { changeMethod, requireMethodResponse } from "../resources/find.ts";

export const updateMethodResponse: ApiGatewayOperation<"UpdateMethodResponse"> = (
  { patchOperations, statusCode = "", ...place },
  context,
) =>
  changeMethod(context, place, async (method, tx) => {
    const former = requireMethodResponse(method, statusCode);
    const result = applyPatches(former, patchOperations, patchMethodResponse);
    await checkMethodResponse(tx, place.restApiId ?? "", result);
    return { method: { ...method, methodResponses: { ...method.methodResponses, [statusCode]: result } }, result };
  });
