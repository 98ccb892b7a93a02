import type { Operation, OperationContext, OperationName } from "../../service.ts";
import type { ApiGatewayManagement } from "./model.ts";
import type { ManagementState } from "./state.ts";

export type ManagementOperation<N extends OperationName<ApiGatewayManagement>> = Operation<
  ApiGatewayManagement,
  N,
  ManagementState
>;
export type ManagementContext = OperationContext<ManagementState>;
