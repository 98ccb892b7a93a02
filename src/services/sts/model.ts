/** The SDK's package: what the compiler checks STS's operations against. */
export type Sts = typeof import("@aws-sdk/client-sts");
