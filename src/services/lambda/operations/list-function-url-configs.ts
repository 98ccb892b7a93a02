import { urlFunctionMissing } from "../errors.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { pageOf } from "../functions/page.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";
import { toUrlConfig } from "../urls/to-url-config.ts";

/** Of the function and its aliases. */
export const listFunctionUrlConfigs: LambdaOperation<"ListFunctionUrlConfigs"> = async (input, context) => {
  const known = await context.state.functions.find(parseFunctionName(input.FunctionName, context));
  if (!known) throw urlFunctionMissing();
  const { family } = known;
  const { items, nextMarker } = pageOf(Object.entries(family.urls), input, limits.functionsPage, ([key]) => key);
  return {
    FunctionUrlConfigs: items.map(([key, config]) => ({
      ...toUrlConfig(family, key, config, context),
      InvokeMode: config.invokeMode ?? "BUFFERED",
    })),
    NextMarker: nextMarker,
  };
};
