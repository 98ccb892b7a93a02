import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Scheduler } from "./model.ts";
import type { SchedulerState } from "./state.ts";

export type SchedulerOperation<N extends OperationName<Scheduler>> = Operation<Scheduler, N, SchedulerState>;
export type SchedulerContext = OperationContext<SchedulerState>;
