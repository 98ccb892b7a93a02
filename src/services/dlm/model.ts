/** The SDK's package: what the compiler checks the operations of Data Lifecycle Manager against. */
export type Dlm = typeof import("@aws-sdk/client-dlm");
