import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { ApiGatewayV2 } from "./model.ts";
import type { ApiGatewayV2State } from "./state.ts";

export type ApiGatewayV2Operation<N extends OperationName<ApiGatewayV2>> = Operation<
  ApiGatewayV2,
  N,
  ApiGatewayV2State
>;
export type ApiGatewayV2Context = OperationContext<ApiGatewayV2State>;
