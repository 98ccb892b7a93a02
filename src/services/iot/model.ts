/** The SDK's package: what the compiler checks AWS IoT's operations against. */
export type Iot = typeof import("@aws-sdk/client-iot");
