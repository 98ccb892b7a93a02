/** The SDK's package: what the compiler checks EventBridge Scheduler's operations against. */
export type Scheduler = typeof import("@aws-sdk/client-scheduler");
