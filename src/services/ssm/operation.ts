import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Ssm } from "./model.ts";

/** It keeps nothing in memory, so its operations have no state. */
export type SsmOperation<N extends OperationName<Ssm>> = Operation<Ssm, N>;
export type SsmContext = OperationContext;
