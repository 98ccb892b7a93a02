import type { IotOperation } from "../operation.ts";
import { policies, policyArn } from "../policies/policy.ts";
import { listPage } from "../registry/list-page.ts";

export const listPolicies: IotOperation<"ListPolicies"> = async (input, context) => {
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listPage({ nextToken: input.marker, maxResults: input.pageSize }, (rows) =>
      input.ascendingOrder === false ? policies.listBackwards(tx, rows) : policies.list(tx, rows),
    ),
  );
  return {
    policies: page.map(({ name }) => ({ policyName: name, policyArn: policyArn(context, name) })),
    nextMarker: nextToken,
  };
};
