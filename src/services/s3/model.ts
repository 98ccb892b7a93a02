import type { OperationInput, OperationName } from "../service.ts";

/** The SDK's package: what the compiler checks S3's operations against. */
export type S3 = typeof import("@aws-sdk/client-s3");
export type S3Input<N extends OperationName<S3>> = OperationInput<S3, N>;
