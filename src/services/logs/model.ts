/** The SDK's package: what the compiler checks CloudWatch Logs' operations against. */
export type Logs = typeof import("@aws-sdk/client-cloudwatch-logs");
