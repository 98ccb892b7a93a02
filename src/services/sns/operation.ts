import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Sns } from "./model.ts";
import type { SnsState } from "./state.ts";

export type SnsOperation<N extends OperationName<Sns>> = Operation<Sns, N, SnsState>;
export type SnsContext = OperationContext<SnsState>;
