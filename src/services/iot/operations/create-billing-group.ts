import { resourceAlreadyExists } from "../errors.ts";
import { type BillingGroup, billingGroupArn, billingGroups } from "../groups/billing-group.ts";
import type { IotOperation } from "../operation.ts";
import { toTags } from "../tags/tags.ts";

export const createBillingGroup: IotOperation<"CreateBillingGroup"> = async (input, context) => {
  const { billingGroupName: name = "", billingGroupProperties, tags } = input;
  const made: BillingGroup = {
    id: context.host.random.uuid(),
    description: billingGroupProperties?.billingGroupDescription,
    version: 1,
    createdMs: context.host.clock.nowMs(),
    tags: toTags(tags),
  };
  const arn = billingGroupArn(context, name);
  const group = await context.state.registry.write(context, async (tx) => {
    const existing = await billingGroups.find(tx, name);
    if (existing && existing.description !== made.description)
      throw resourceAlreadyExists(`Billing Group ${name} already exists in account with different properties`, {
        id: existing.id,
        arn,
      });
    if (!existing) await billingGroups.put(tx, name, made);
    return existing ?? made;
  });
  return { billingGroupName: name, billingGroupArn: arn, billingGroupId: group.id };
};
