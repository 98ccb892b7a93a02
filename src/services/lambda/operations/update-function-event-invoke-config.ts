import { changeEventInvokeConfig } from "../event-invoke/change-event-invoke-config.ts";
import type { LambdaOperation } from "../operation.ts";

/** What the request names is changed, the rest stays. */
export const updateFunctionEventInvokeConfig: LambdaOperation<"UpdateFunctionEventInvokeConfig"> = (input, context) =>
  changeEventInvokeConfig(context, input, "update");
