import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Logs } from "./model.ts";
import type { LogsState } from "./state.ts";

export type LogsOperation<N extends OperationName<Logs>> = Operation<Logs, N, LogsState>;
export type LogsContext = OperationContext<LogsState>;
