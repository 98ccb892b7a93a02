/** The SDK's package: what the compiler checks EC2's operations against. */
export type Ec2 = typeof import("@aws-sdk/client-ec2");
