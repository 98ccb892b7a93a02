import { findAlias } from "../aliases/find-alias.ts";
import { toAlias } from "../aliases/to-alias.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

export const getAlias: LambdaOperation<"GetAlias"> = async ({ FunctionName, Name }, context) => {
  const { family } = await context.state.functions.require(parseFunctionName(FunctionName, context));
  return toAlias(family, findAlias(family, Name));
};
