import { changeEventInvokeConfig } from "../event-invoke/change-event-invoke-config.ts";
import type { LambdaOperation } from "../operation.ts";

/** Retries, maximum age and destinations of asynchronous invocations, in place of all that was set. */
export const putFunctionEventInvokeConfig: LambdaOperation<"PutFunctionEventInvokeConfig"> = (input, context) =>
  changeEventInvokeConfig(context, input, "put");
