import { requirePolicyTarget } from "../certificates/require-principal.ts";
import { policiesAbove } from "../groups/groups-above.ts";
import type { IotOperation } from "../operation.ts";
import { policyArn } from "../policies/policy.ts";
import { linkStore } from "../registry/link-store.ts";
import { listLinks } from "../registry/list-page.ts";

/** Of a group, with `recursive`, also those of the groups above it. */
export const listAttachedPolicies: IotOperation<"ListAttachedPolicies"> = async (input, context) => {
  const { target = "", recursive = false } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    await requirePolicyTarget(tx, target, context);
    const own = await listLinks({ nextToken: input.marker, maxResults: input.pageSize }, (rows) =>
      linkStore.targets(tx, "policy-target", target, rows),
    );
    if (!recursive || own.nextToken !== undefined) return own;
    const above = await policiesAbove(tx, target, context);
    return { page: [...own.page, ...above], nextToken: undefined };
  });
  return {
    policies: page.map(({ name }) => ({ policyName: name, policyArn: policyArn(context, name) })),
    nextMarker: nextToken,
  };
};
