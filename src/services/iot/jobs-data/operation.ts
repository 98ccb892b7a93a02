import type { Operation, OperationName } from "../../service.ts";
import type { IotState } from "../state.ts";
import type { IotJobsData } from "./model.ts";

export type IotJobsDataOperation<N extends OperationName<IotJobsData>> = Operation<IotJobsData, N, IotState>;
