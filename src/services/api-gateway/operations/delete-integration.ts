import type { ApiGatewayOperation } from "../operation.ts";
import { changeIntegration } from "../resources/find.ts";

export const deleteIntegration: ApiGatewayOperation<"DeleteIntegration"> = (input, context) =>
  changeIntegration(context, input, () => ({ integration: undefined, result: {} }));
