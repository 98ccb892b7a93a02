import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Sts } from "./model.ts";
import type { StsState } from "./state.ts";

export type StsOperation<N extends OperationName<Sts>> = Operation<Sts, N, StsState>;
export type StsContext = OperationContext<StsState>;
