import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Iot } from "./model.ts";
import type { IotState } from "./state.ts";

export type IotOperation<N extends OperationName<Iot>> = Operation<Iot, N, IotState>;
export type IotContext = OperationContext<IotState>;
