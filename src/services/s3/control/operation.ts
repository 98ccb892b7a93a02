import type { Operation, OperationContext, OperationName } from "../../service.ts";
import type { S3Control } from "./model.ts";
import type { S3ControlState } from "./state.ts";

export type S3ControlOperation<N extends OperationName<S3Control>> = Operation<S3Control, N, S3ControlState>;
export type S3ControlContext = OperationContext<S3ControlState>;
