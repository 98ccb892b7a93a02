import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { ApiGateway } from "./model.ts";
import type { ApiGatewayState } from "./state.ts";

export type ApiGatewayOperation<N extends OperationName<ApiGateway>> = Operation<ApiGateway, N, ApiGatewayState>;

export type ApiGatewayContext = OperationContext<ApiGatewayState>;
