import { parseFunctionName } from "../functions/function-name.ts";
import { pageOf } from "../functions/page.ts";
import { toListedConfiguration } from "../functions/to-configuration.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

/** `$LATEST` first, then by number. */
export const listVersionsByFunction: LambdaOperation<"ListVersionsByFunction"> = async (input, context) => {
  const { family, versions } = await context.state.functions.require(parseFunctionName(input.FunctionName, context));
  const all = [family.latest, ...versions.values()];
  const { items, nextMarker } = pageOf(all, input, limits.functionsPage, ({ version }) => version);
  return { Versions: items.map((record) => toListedConfiguration(record, record.version)), NextMarker: nextMarker };
};
