import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Dlm } from "./model.ts";

/** It keeps nothing in memory, so its operations have no state. */
export type DlmOperation<N extends OperationName<Dlm>> = Operation<Dlm, N>;
export type DlmContext = OperationContext;
