import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Rbin } from "./model.ts";

/** It keeps nothing in memory, so its operations have no state. */
export type RbinOperation<N extends OperationName<Rbin>> = Operation<Rbin, N>;
export type RbinContext = OperationContext;
