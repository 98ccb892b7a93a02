import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { CloudWatch } from "./model.ts";
import type { CloudWatchState } from "./state.ts";

export type CloudWatchOperation<N extends OperationName<CloudWatch>> = Operation<CloudWatch, N, CloudWatchState>;
export type CloudWatchContext = OperationContext<CloudWatchState>;
