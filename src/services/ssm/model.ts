/** The SDK's package: what the compiler checks SSM's operations against. */
export type Ssm = typeof import("@aws-sdk/client-ssm");
