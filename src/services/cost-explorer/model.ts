import type { Operation, OperationContext, OperationInput, OperationName } from "../service.ts";

export type CostExplorer = typeof import("@aws-sdk/client-cost-explorer");

export type CostExplorerOperation<N extends OperationName<CostExplorer>> = Operation<CostExplorer, N>;
export type CostExplorerContext = OperationContext;

/** Cost Explorer's own expressions: filters. */
export type FilterExpression = NonNullable<OperationInput<CostExplorer, "GetCostAndUsage">["Filter"]>;
