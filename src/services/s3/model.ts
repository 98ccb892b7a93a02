import type { Operation, OperationContext, OperationInput, OperationName } from "../service.ts";
import type { S3State } from "./state.ts";

/** The SDK's package: what the compiler checks S3's operations against. */
export type S3 = typeof import("@aws-sdk/client-s3");
export type S3Operation<N extends OperationName<S3>> = Operation<S3, N, S3State>;
export type S3Context = OperationContext<S3State>;
export type S3Input<N extends OperationName<S3>> = OperationInput<S3, N>;
