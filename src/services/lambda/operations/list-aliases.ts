import { toAlias } from "../aliases/to-alias.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { pageOf } from "../functions/page.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

/** By name; with FunctionVersion only those that point at it. */
export const listAliases: LambdaOperation<"ListAliases"> = async (input, context) => {
  const { family } = await context.state.functions.require(parseFunctionName(input.FunctionName, context));
  const { FunctionVersion: wanted } = input;
  const aliases = Object.values(family.aliases)
    .filter(({ version, routing }) => wanted === undefined || version === wanted || routing?.version === wanted)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextMarker } = pageOf(aliases, input, limits.functionsPage, ({ name }) => name);
  return { Aliases: items.map((alias) => toAlias(family, alias)), NextMarker: nextMarker };
};
