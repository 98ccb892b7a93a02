/** The SDK's package: what the compiler checks X-Ray's operations against. */
export type XRay = typeof import("@aws-sdk/client-xray");
