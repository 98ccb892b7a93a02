import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { S3 } from "./model.ts";
import type { S3State } from "./state.ts";

export type S3Operation<N extends OperationName<S3>> = Operation<S3, N, S3State>;
export type S3Context = OperationContext<S3State>;
