import { versionConflict } from "../errors.ts";
import { billingGroups } from "../groups/billing-group.ts";
import { findBillingGroup } from "../groups/find-billing-group.ts";
import type { IotOperation } from "../operation.ts";

export const updateBillingGroup: IotOperation<"UpdateBillingGroup"> = async (input, context) => {
  const { billingGroupName: name = "", billingGroupProperties, expectedVersion } = input;
  const version = await context.state.registry.write(context, async (tx) => {
    const group = await findBillingGroup(tx, name);
    if (expectedVersion !== undefined && expectedVersion !== group.version)
      throw versionConflict(name, group.version, expectedVersion);
    const description = billingGroupProperties?.billingGroupDescription ?? group.description;
    await billingGroups.put(tx, name, { ...group, description, version: group.version + 1 });
    return group.version + 1;
  });
  return { version };
};
