import { alphabets } from "../../../platform/random.ts";
import { invalidRequest, notSupported, tooManyPolicies } from "../errors.ts";
import { limits } from "../limits.ts";
import type { DlmOperation } from "../operation.ts";
import { checkDetails } from "../policies/check-details.ts";
import { type Policy, policiesKey, runTimer } from "../policies/policy.ts";
import { policyStore } from "../policies/policy-store.ts";
import { nextRunMs } from "../policies/schedule-times.ts";

/** Makes a policy, which runs from its first time on if it is enabled. */
export const createLifecyclePolicy: DlmOperation<"CreateLifecyclePolicy"> = async (input, context) => {
  for (const member of [
    "DefaultPolicy",
    "CreateInterval",
    "RetainInterval",
    "CopyTags",
    "ExtendDeletion",
    "CrossRegionCopyTargets",
    "Exclusions",
  ] as const)
    if (input[member] !== undefined) throw notSupported(`default policies (${member})`);
  const details = checkDetails(input.PolicyDetails, context.host.clock.nowMs());
  const tags = input.Tags ?? {};
  if (Object.keys(tags).length > limits.tagsPerPolicy)
    throw invalidRequest(`A policy has at most ${limits.tagsPerPolicy} tags.`);
  const { storage, clock, random } = context.host;
  const nowMs = clock.nowMs();
  const policy: Policy = {
    id: `policy-0${random.text(16, alphabets.hex)}`,
    description: input.Description ?? "",
    state: input.State ?? "ENABLED",
    message: undefined,
    roleArn: input.ExecutionRoleArn ?? "",
    createdMs: nowMs,
    modifiedMs: nowMs,
    details,
    tags,
    nextMs: (details.Schedules ?? []).map(({ CreateRule = {} }) => nextRunMs(CreateRule, nowMs)),
  };
  await storage.partition(policiesKey(context)).write(async (tx) => {
    if ((await policyStore.list(tx)).length >= limits.policiesPerRegion) throw tooManyPolicies();
    await policyStore.put(tx, policy);
    if (policy.state === "ENABLED")
      await tx.setTimer({ kind: runTimer, key: policy.id, dueMs: Math.min(...policy.nextMs) });
  });
  return { PolicyId: policy.id };
};
