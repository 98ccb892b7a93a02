import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { LogsState } from "./logs-state.ts";

export type Logs = typeof import("@aws-sdk/client-cloudwatch-logs");

export type LogsOperation<N extends OperationName<Logs>> = Operation<Logs, N, LogsState>;
export type LogsContext = OperationContext<LogsState>;
