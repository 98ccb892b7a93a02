import type { Operation, OperationContext, OperationName } from "../../service.ts";
import type { IotState } from "../state.ts";
import type { IotData } from "./model.ts";

export type IotDataOperation<N extends OperationName<IotData>> = Operation<IotData, N, IotState>;
export type IotDataContext = OperationContext<IotState>;
