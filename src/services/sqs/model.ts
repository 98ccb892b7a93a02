/** The SDK's package: what the compiler checks SQS's operations against. */
export type Sqs = typeof import("@aws-sdk/client-sqs");
