import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { CloudWatchState } from "./cloudwatch-state.ts";

export type CloudWatch = typeof import("@aws-sdk/client-cloudwatch");

export type CloudWatchOperation<N extends OperationName<CloudWatch>> = Operation<CloudWatch, N, CloudWatchState>;
export type CloudWatchContext = OperationContext<CloudWatchState>;
