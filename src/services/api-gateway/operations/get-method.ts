import type { ApiGatewayOperation } from "../operation.ts";
import { readMethod } from "../resources/find.ts";

export const getMethod: ApiGatewayOperation<"GetMethod"> = (input, context) => readMethod(context, input);
