import { requirePrincipal } from "../certificates/require-principal.ts";
import { invalidRequest, thingNotFound } from "../errors.ts";
import { groupsOfThing } from "../groups/groups-of-thing.ts";
import { thingGroupArn } from "../groups/thing-group.ts";
import type { IotOperation } from "../operation.ts";
import { policies, policyArn, policyDocument } from "../policies/policy.ts";
import { linkStore } from "../registry/link-store.ts";
import { things } from "../things/thing.ts";

const mostPolicies = 100;

/** All policies that hold for a device: its certificate's, and those of its thing's groups and the groups above them. */
export const getEffectivePolicies: IotOperation<"GetEffectivePolicies"> = async (input, context) => {
  const { principal, thingName, cognitoIdentityPoolId } = input;
  if (cognitoIdentityPoolId !== undefined && principal === undefined)
    throw invalidRequest("cognitoIdentityPoolId needs the principal of an identity.");
  if (principal === undefined && thingName === undefined) throw invalidRequest("principal or thingName must be given.");
  const effectivePolicies = await context.state.registry.read(context, async (tx) => {
    const targets: string[] = [];
    if (principal !== undefined) {
      await requirePrincipal(tx, principal, context);
      targets.push(principal);
    }
    if (thingName !== undefined) {
      if (!(await things.find(tx, thingName))) throw thingNotFound(thingName);
      for (const group of await groupsOfThing(tx, thingName)) targets.push(thingGroupArn(context, group));
    }
    const names = new Set<string>();
    for (const target of targets)
      for (const { name } of await linkStore.targets(tx, "policy-target", target, { after: "", limit: mostPolicies }))
        names.add(name);
    const found = [];
    for (const policyName of [...names].sort()) {
      const policy = await policies.find(tx, policyName);
      if (policy)
        found.push({ policyName, policyArn: policyArn(context, policyName), policyDocument: policyDocument(policy) });
    }
    return found;
  });
  return { effectivePolicies };
};
