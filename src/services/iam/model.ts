/** The SDK's package: what the compiler checks IAM's operations against. */
export type Iam = typeof import("@aws-sdk/client-iam");
