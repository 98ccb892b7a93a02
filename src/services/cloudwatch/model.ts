/** The SDK's package: what the compiler checks CloudWatch's operations against. */
export type CloudWatch = typeof import("@aws-sdk/client-cloudwatch");
