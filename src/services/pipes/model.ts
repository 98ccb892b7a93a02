/** The SDK's package: what the compiler checks EventBridge Pipes' operations against. */
export type Pipes = typeof import("@aws-sdk/client-pipes");
