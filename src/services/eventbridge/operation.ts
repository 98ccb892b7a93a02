import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Events } from "./model.ts";
import type { EventsState } from "./state.ts";

export type EventsOperation<N extends OperationName<Events>> = Operation<Events, N, EventsState>;
export type EventsContext = OperationContext<EventsState>;
