/** The SDK's package: what the compiler checks the operations of S3 Control against. */
export type S3Control = typeof import("@aws-sdk/client-s3-control");
