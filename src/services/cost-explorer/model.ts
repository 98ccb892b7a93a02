import type { OperationInput } from "../service.ts";

/** The SDK's package: what the compiler checks Cost Explorer's operations against. */
export type CostExplorer = typeof import("@aws-sdk/client-cost-explorer");

/** Cost Explorer's own expressions: filters. */
export type FilterExpression = NonNullable<OperationInput<CostExplorer, "GetCostAndUsage">["Filter"]>;
