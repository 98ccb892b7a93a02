import { fail } from "../../../platform/aws-error.ts";
import { ownValue } from "../../../platform/own-value.ts";
import { checkRouting } from "../aliases/check-routing.ts";
import { checkStored, checkTarget } from "../aliases/check-target.ts";
import { findAlias } from "../aliases/find-alias.ts";
import { toAlias } from "../aliases/to-alias.ts";
import { aliasToUpdateNotFound, invalidParameter, preconditionFailed, provisionedConflict } from "../errors.ts";
import { type FunctionFamily, latestVersion, qualifiedArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

/** What the request names is changed, the rest stays. An empty RoutingConfig ends the sharing. */
export const updateAlias: LambdaOperation<"UpdateAlias"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { state, host } = context;
  const known = await state.functions.require(reference);
  const updated = await state.functions.update(reference, async (family, tx) => {
    const former =
      ownValue(family.aliases, input.Name) ?? fail(aliasToUpdateNotFound(qualifiedArn(family.latest, input.Name)));
    if (input.RevisionId && input.RevisionId !== former.revisionId) throw preconditionFailed();
    const version = input.FunctionVersion ?? former.version;
    checkTarget(known, version);
    if (ownValue(family.provisioned, input.Name)) checkProvisionable(family, version);
    const weights = input.RoutingConfig
      ? input.RoutingConfig.AdditionalVersionWeights
      : former.routing && { [former.routing.version]: former.routing.weight };
    const alias = {
      ...former,
      version,
      description: input.Description ?? former.description,
      routing: checkRouting(known, version, weights),
      revisionId: host.random.uuid(),
    };
    await checkStored(tx, family, alias);
    return { ...family, aliases: { ...family.aliases, [input.Name]: alias } };
  });
  await state.provisioning.align(updated.family.latest, input.Name);
  const alias = findAlias(updated.family, input.Name);
  const { version = alias.version } = ownValue(known.family.aliases, input.Name) ?? {};
  if (version !== alias.version) state.expectedCalls.moved(updated.family.latest, input.Name, version);
  return toAlias(updated.family, alias);
};

/** Provisioned concurrency moves with its alias: where to, it must be possible. */
function checkProvisionable({ provisioned }: FunctionFamily, version: string): void {
  if (version === latestVersion) {
    throw invalidParameter("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  }
  if (!ownValue(provisioned, version)) return;
  throw provisionedConflict(
    "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
  );
}
