import { ownValue } from "../../../platform/own-value.ts";
import { unreservedAfter } from "../concurrency/check-claim.ts";
import { requireProvisionable } from "../concurrency/require-provisionable.ts";
import { invalidParameter, invalidParameterOfNobody, provisionedConflict, validationFailed } from "../errors.ts";
import { findVersion } from "../functions/find-version.ts";
import { type FunctionFamily, latestVersion, provisionedTotal } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { isSnapStarted } from "../functions/snap-start.ts";
import { toLastModified } from "../functions/to-configuration.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

/** Environments that are initialised before anybody calls. Source: "Configuring provisioned concurrency for a function". */
export const putProvisionedConcurrencyConfig: LambdaOperation<"PutProvisionedConcurrencyConfig"> = async (
  input,
  context,
) => {
  const requested = input.ProvisionedConcurrentExecutions;
  if (requested < 1) {
    const constraint = "Member must have value greater than or equal to 1";
    throw validationFailed(requested, "provisionedConcurrentExecutions", constraint);
  }
  if (input.Qualifier === latestVersion) {
    throw invalidParameter("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  }
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const { state, host } = context;
  const known = await requireProvisionable(state, reference, input.Qualifier);
  if (findVersion(known, input.Qualifier).version === latestVersion) {
    throw invalidParameter("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  }
  if (isSnapStarted(findVersion(known, input.Qualifier))) {
    throw invalidParameter("Provisioned Concurrency is not supported for SnapStart enabled functions.");
  }
  const lastModifiedMs = host.clock.nowMs();
  const updated = await state.functions.update(reference, async (former, tx) => {
    if (ownValue(former.aliases, input.Qualifier)?.routing) {
      throw invalidParameter("Alias with weights can not be used with Provisioned Concurrency");
    }
    checkOverlap(former, input.Qualifier);
    const provisioned = { ...former.provisioned, [input.Qualifier]: { requested, lastModifiedMs } };
    const changed: FunctionFamily = { ...former, provisioned };
    const { reservedConcurrency: reserved } = former;
    if (reserved !== undefined && provisionedTotal(changed.provisioned) > reserved) {
      throw invalidParameter(
        "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
      );
    }
    const { concurrentExecutions } = state.settings;
    if (requested > concurrentExecutions) {
      throw invalidParameterOfNobody(
        `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${concurrentExecutions}].`,
      );
    }
    const { enough } = await unreservedAfter(tx, former, changed, concurrentExecutions);
    if (!enough) {
      throw invalidParameterOfNobody(
        `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${limits.unreservedConcurrency}].`,
      );
    }
    return changed;
  });
  await state.concurrency.refresh(reference);
  await state.provisioning.align(updated.family.latest, input.Qualifier);
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: 0,
    AllocatedProvisionedConcurrentExecutions: 0,
    Status: "IN_PROGRESS",
    LastModified: toLastModified(lastModifiedMs),
  };
};

/** A version's environments belong to the version or to one alias of it, not to both. */
function checkOverlap({ aliases, provisioned }: FunctionFamily, qualifier: string): void {
  const alias = ownValue(aliases, qualifier);
  if (alias) {
    if (ownValue(provisioned, alias.version)) {
      throw provisionedConflict(
        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
      );
    }
    return;
  }
  const pointing = Object.values(aliases).some(
    ({ name, version }) => version === qualifier && ownValue(provisioned, name),
  );
  if (pointing) throw provisionedConflict("Version is pointed by a Provisioned Concurrency alias");
}
