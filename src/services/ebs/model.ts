/** The SDK's package: what the compiler checks the operations of EBS's direct APIs against. */
export type Ebs = typeof import("@aws-sdk/client-ebs");
