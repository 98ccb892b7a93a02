import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { CostExplorer } from "./model.ts";

/** It keeps nothing in memory, so its operations have no state. */
export type CostExplorerOperation<N extends OperationName<CostExplorer>> = Operation<CostExplorer, N>;
export type CostExplorerContext = OperationContext;
