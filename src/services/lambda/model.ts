import type { FunctionConfiguration as SdkFunctionConfiguration } from "@aws-sdk/client-lambda";

/** The SDK's package: what the compiler checks Lambda's operations against. */
export type Lambda = typeof import("@aws-sdk/client-lambda");
/** The answer of CreateFunction, GetFunctionConfiguration and the updates. */
export type FunctionConfiguration = SdkFunctionConfiguration;
