import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Sqs } from "./model.ts";
import type { SqsState } from "./state.ts";

export type SqsOperation<N extends OperationName<Sqs>> = Operation<Sqs, N, SqsState>;
export type SqsContext = OperationContext<SqsState>;
