import { deleteConflict } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { findPolicy, versionOf } from "../policies/find-policy.ts";
import { policies } from "../policies/policy.ts";

export const deletePolicyVersion: IotOperation<"DeletePolicyVersion"> = async (
  { policyName: name = "", policyVersionId: id = "" },
  context,
) => {
  await context.state.registry.write(context, async (tx) => {
    const policy = await findPolicy(tx, name);
    versionOf(policy, id);
    if (id === policy.defaultVersion) throw deleteConflict("Cannot delete the default version of a policy");
    const { [id]: _, ...versions } = policy.versions;
    await policies.put(tx, name, { ...policy, versions });
  });
  return {};
};
