import { requirePolicyTarget } from "../certificates/require-principal.ts";
import { limitExceeded } from "../errors.ts";
import type { IotContext } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { findPolicy } from "./find-policy.ts";

/** Source: "AWS IoT Core thing resource limits and quotas": policies that can be attached to a certificate. */
const mostPolicies = 10;

export async function attachPolicyTo(name: string, target: string, context: IotContext): Promise<void> {
  await context.state.registry.write(context, async (tx) => {
    await findPolicy(tx, name);
    await requirePolicyTarget(tx, target, context);
    const attached = await linkStore.targets(tx, "policy-target", target, { after: "", limit: mostPolicies + 1 });
    if (attached.length >= mostPolicies && !attached.some((link) => link.name === name))
      throw limitExceeded(`The maximum number of policies (${mostPolicies}) is already attached to the target`);
    await linkStore.put(tx, "policy-target", { from: target, to: name });
  });
}

export async function detachPolicyFrom(name: string, target: string, context: IotContext): Promise<void> {
  await context.state.registry.write(context, async (tx) => {
    await findPolicy(tx, name);
    await requirePolicyTarget(tx, target, context);
    await linkStore.remove(tx, "policy-target", target, name);
  });
}
