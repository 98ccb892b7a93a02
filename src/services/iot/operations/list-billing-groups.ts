import { billingGroupArn, billingGroups } from "../groups/billing-group.ts";
import type { IotOperation } from "../operation.ts";
import { listPage } from "../registry/list-page.ts";

export const listBillingGroups: IotOperation<"ListBillingGroups"> = async (input, context) => {
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listPage(input, (rows) => billingGroups.listFrom(tx, input.namePrefixFilter ?? "", rows)),
  );
  return {
    billingGroups: page.map(({ name }) => ({ groupName: name, groupArn: billingGroupArn(context, name) })),
    nextToken,
  };
};
