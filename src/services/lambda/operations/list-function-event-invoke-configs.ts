import { eventInvokeFunctionMissing } from "../errors.ts";
import { toEventInvokeConfig } from "../event-invoke/to-event-invoke-config.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { pageOf } from "../functions/page.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

export const listFunctionEventInvokeConfigs: LambdaOperation<"ListFunctionEventInvokeConfigs"> = async (
  input,
  context,
) => {
  const known = await context.state.functions.find(parseFunctionName(input.FunctionName, context));
  if (!known) throw eventInvokeFunctionMissing();
  const { family } = known;
  const all = Object.entries(family.eventInvokeConfigs);
  const { items, nextMarker } = pageOf(all, input, limits.functionsPage, ([name]) => name);
  return {
    FunctionEventInvokeConfigs: items.map(([qualifier, config]) => toEventInvokeConfig(family, qualifier, config)),
    NextMarker: nextMarker,
  };
};
