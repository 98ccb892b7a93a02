import type { FunctionConfiguration as SdkFunctionConfiguration } from "@aws-sdk/client-lambda";
import type { Operation, OperationName } from "../service.ts";
import type { LambdaState } from "./state.ts";

/** The SDK's package: what the compiler checks Lambda's operations against. */
export type Lambda = typeof import("@aws-sdk/client-lambda");
export type LambdaOperation<N extends OperationName<Lambda>> = Operation<Lambda, N, LambdaState>;
/** The answer of CreateFunction, GetFunctionConfiguration and the updates. */
export type FunctionConfiguration = SdkFunctionConfiguration;
