/** The SDK's package: what the compiler checks SNS's operations against. */
export type Sns = typeof import("@aws-sdk/client-sns");
