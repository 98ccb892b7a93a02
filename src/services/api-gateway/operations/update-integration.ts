import { checkIntegration } from "../integrations/check-integration.ts";
import { patchIntegration } from "../integrations/patch-integration.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { applyPatches } from "../parts/patch.ts";
import { changeIntegration } from "../resources/find.ts";

export const updateIntegration: ApiGatewayOperation<"UpdateIntegration"> = ({ patchOperations, ...place }, context) =>
  changeIntegration(context, place, (former) => {
    const integration = applyPatches(former, patchOperations, patchIntegration);
    checkIntegration(integration);
    return { integration, result: integration };
  });
