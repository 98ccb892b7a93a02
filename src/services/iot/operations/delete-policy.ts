import { deleteConflict } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { findPolicy } from "../policies/find-policy.ts";
import { policies } from "../policies/policy.ts";
import { linkStore } from "../registry/link-store.ts";

/** Only one that is attached to nothing and has no versions beside the default one. */
export const deletePolicy: IotOperation<"DeletePolicy"> = async ({ policyName: name = "" }, context) => {
  await context.state.registry.write(context, async (tx) => {
    const policy = await findPolicy(tx, name);
    const [target] = await linkStore.sources(tx, "policy-target", name, { after: "", limit: 1 });
    if (target)
      throw deleteConflict(
        `The policy cannot be deleted as the policy is attached to one or more principals (name=${name})`,
      );
    if (Object.keys(policy.versions).length > 1)
      throw deleteConflict(
        `Cannot delete the policy because it has one or more policy versions attached to it (name=${name})`,
      );
    await policies.remove(tx, name);
  });
  return {};
};
