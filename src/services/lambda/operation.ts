import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Lambda } from "./model.ts";
import type { LambdaState } from "./state.ts";

/** One of Lambda's operations. Only here do the model and the state meet: neither knows the other. */
export type LambdaOperation<N extends OperationName<Lambda>> = Operation<Lambda, N, LambdaState>;
/** One call of one of them. */
export type LambdaContext = OperationContext<LambdaState>;
