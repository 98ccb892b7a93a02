import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Pipes } from "./model.ts";
import type { PipesState } from "./state.ts";

export type PipesOperation<N extends OperationName<Pipes>> = Operation<Pipes, N, PipesState>;
export type PipesContext = OperationContext<PipesState>;
