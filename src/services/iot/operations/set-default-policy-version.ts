import type { IotOperation } from "../operation.ts";
import { findPolicy, versionOf } from "../policies/find-policy.ts";
import { policies } from "../policies/policy.ts";

export const setDefaultPolicyVersion: IotOperation<"SetDefaultPolicyVersion"> = async (
  { policyName: name = "", policyVersionId: id = "" },
  context,
) => {
  const modifiedMs = context.host.clock.nowMs();
  await context.state.registry.write(context, async (tx) => {
    const policy = await findPolicy(tx, name);
    versionOf(policy, id);
    await policies.put(tx, name, { ...policy, defaultVersion: id, modifiedMs });
  });
  return {};
};
