import { checkMethod } from "../methods/check-method.ts";
import { patchMethod, withoutIdleAuthorizer } from "../methods/patch-method.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { applyPatches } from "../parts/patch.ts";
import { changeMethod } from "../resources/find.ts";

export const updateMethod: ApiGatewayOperation<"UpdateMethod"> = ({ patchOperations, ...place }, context) =>
  changeMethod(context, place, async (former, tx) => {
    const method = withoutIdleAuthorizer(applyPatches(former, patchOperations, patchMethod));
    await checkMethod(tx, place.restApiId ?? "", method);
    return { method, result: method };
  });
