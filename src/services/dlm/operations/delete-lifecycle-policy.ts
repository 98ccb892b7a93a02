import type { DlmOperation } from "../operation.ts";
import { findPolicy } from "../policies/find-policy.ts";
import { policiesKey, runTimer } from "../policies/policy.ts";
import { policyStore } from "../policies/policy-store.ts";

/** Deletes a policy. The snapshots that it has made stay. */
export const deleteLifecyclePolicy: DlmOperation<"DeleteLifecyclePolicy"> = async ({ PolicyId: id = "" }, context) => {
  await context.host.storage.partition(policiesKey(context)).write(async (tx) => {
    await findPolicy(tx, id);
    await policyStore.remove(tx, id);
    await tx.cancelTimer(runTimer, id);
  });
  return {};
};
