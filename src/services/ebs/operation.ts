import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Ebs } from "./model.ts";

/** It keeps nothing in memory, so its operations have no state. */
export type EbsOperation<N extends OperationName<Ebs>> = Operation<Ebs, N>;
export type EbsContext = OperationContext;
