import type { IotOperation } from "../operation.ts";
import { findPolicy } from "../policies/find-policy.ts";
import { linkStore } from "../registry/link-store.ts";
import { listLinks } from "../registry/list-page.ts";

/** The older name of ListTargetsForPolicy. */
export const listPolicyPrincipals: IotOperation<"ListPolicyPrincipals"> = async (input, context) => {
  const { policyName: name = "" } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    await findPolicy(tx, name);
    return listLinks({ nextToken: input.marker, maxResults: input.pageSize }, (rows) =>
      linkStore.sources(tx, "policy-target", name, rows),
    );
  });
  return { principals: page.map((link) => link.name), nextMarker: nextToken };
};
