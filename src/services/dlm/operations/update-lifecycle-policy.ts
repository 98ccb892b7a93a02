import { notSupported } from "../errors.ts";
import type { DlmOperation } from "../operation.ts";
import { checkDetails } from "../policies/check-details.ts";
import { findPolicy } from "../policies/find-policy.ts";
import { policiesKey, runTimer } from "../policies/policy.ts";
import { policyStore } from "../policies/policy-store.ts";
import { nextRunMs } from "../policies/schedule-times.ts";

/** Changes what is given of a policy. One that is disabled takes and deletes nothing; what became due meanwhile is not made up for. */
export const updateLifecyclePolicy: DlmOperation<"UpdateLifecyclePolicy"> = async (input, context) => {
  for (const member of [
    "CreateInterval",
    "RetainInterval",
    "CopyTags",
    "ExtendDeletion",
    "CrossRegionCopyTargets",
    "Exclusions",
  ] as const)
    if (input[member] !== undefined) throw notSupported(`default policies (${member})`);
  const { PolicyId: id = "" } = input;
  const { storage, clock } = context.host;
  const nowMs = clock.nowMs();
  await storage.partition(policiesKey(context)).write(async (tx) => {
    const policy = await findPolicy(tx, id);
    const details = input.PolicyDetails
      ? checkDetails({ ...policy.details, ...input.PolicyDetails }, nowMs)
      : policy.details;
    const state = input.State ?? policy.state;
    const nextMs = (details.Schedules ?? []).map(({ CreateRule = {} }) => nextRunMs(CreateRule, nowMs));
    const description = input.Description ?? policy.description;
    const roleArn = input.ExecutionRoleArn ?? policy.roleArn;
    await policyStore.put(tx, { ...policy, details, state, description, roleArn, nextMs, modifiedMs: nowMs });
    if (state === "ENABLED") await tx.setTimer({ kind: runTimer, key: id, dueMs: Math.min(...nextMs) });
    else await tx.cancelTimer(runTimer, id);
  });
  return {};
};
