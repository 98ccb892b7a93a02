import { billingGroupArn } from "../groups/billing-group.ts";
import { findBillingGroup } from "../groups/find-billing-group.ts";
import type { IotOperation } from "../operation.ts";

export const describeBillingGroup: IotOperation<"DescribeBillingGroup"> = async (
  { billingGroupName: name = "" },
  context,
) => {
  const group = await context.state.registry.read(context, (tx) => findBillingGroup(tx, name));
  return {
    billingGroupName: name,
    billingGroupId: group.id,
    billingGroupArn: billingGroupArn(context, name),
    version: group.version,
    billingGroupProperties: { billingGroupDescription: group.description },
    billingGroupMetadata: { creationDate: new Date(group.createdMs) },
  };
};
