import { requirePrincipal } from "../certificates/require-principal.ts";
import type { IotOperation } from "../operation.ts";
import { policyArn } from "../policies/policy.ts";
import { linkStore } from "../registry/link-store.ts";
import { listLinks } from "../registry/list-page.ts";

/** The older name of ListAttachedPolicies. */
export const listPrincipalPolicies: IotOperation<"ListPrincipalPolicies"> = async (input, context) => {
  const { principal = "" } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    await requirePrincipal(tx, principal, context);
    return listLinks({ nextToken: input.marker, maxResults: input.pageSize }, (rows) =>
      linkStore.targets(tx, "policy-target", principal, rows),
    );
  });
  return {
    policies: page.map(({ name }) => ({ policyName: name, policyArn: policyArn(context, name) })),
    nextMarker: nextToken,
  };
};
