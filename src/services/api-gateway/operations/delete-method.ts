import type { ApiGatewayOperation } from "../operation.ts";
import { changeMethod } from "../resources/find.ts";

export const deleteMethod: ApiGatewayOperation<"DeleteMethod"> = (input, context) =>
  changeMethod(context, input, () => ({ method: undefined, result: {} }));
