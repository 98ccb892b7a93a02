/** The SDK's package: what the compiler checks EventBridge's operations against. */
export type Events = typeof import("@aws-sdk/client-eventbridge");
