import { ownValue } from "../../../platform/own-value.ts";
import type { AliasRecord } from "../aliases/alias.ts";
import { checkRouting } from "../aliases/check-routing.ts";
import { checkStored, checkTarget } from "../aliases/check-target.ts";
import { toAlias } from "../aliases/to-alias.ts";
import { aliasExists, validationFailed } from "../errors.ts";
import { qualifiedArn } from "../functions/function.ts";
import { isVersion, parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

/** A name for a version, or for two with a share of the invocations each. */
export const createAlias: LambdaOperation<"CreateAlias"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  if (isVersion(input.Name)) {
    const constraint = "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)";
    throw validationFailed(input.Name, "name", constraint);
  }
  const { state, host } = context;
  const known = await state.functions.require({ ...reference, qualifier: input.FunctionVersion });
  checkTarget(known, input.FunctionVersion);
  const alias: AliasRecord = {
    name: input.Name,
    id: host.random.uuid(),
    version: input.FunctionVersion,
    description: input.Description ?? "",
    routing: checkRouting(known, input.FunctionVersion, input.RoutingConfig?.AdditionalVersionWeights),
    revisionId: host.random.uuid(),
  };
  const { family } = await state.functions.update(reference, async (stored, tx) => {
    await checkStored(tx, stored, alias);
    if (ownValue(stored.aliases, alias.name)) throw aliasExists(qualifiedArn(stored.latest, alias.name));
    return { ...stored, aliases: { ...stored.aliases, [alias.name]: alias } };
  });
  return toAlias(family, alias);
};
