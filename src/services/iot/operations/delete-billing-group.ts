import { invalidRequest, versionConflict } from "../errors.ts";
import { billingGroups } from "../groups/billing-group.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";

/** One that is not there is deleted already. */
export const deleteBillingGroup: IotOperation<"DeleteBillingGroup"> = async (
  { billingGroupName: name = "", expectedVersion },
  context,
) => {
  await context.state.registry.write(context, async (tx) => {
    const group = await billingGroups.find(tx, name);
    if (!group) return;
    if (expectedVersion !== undefined && expectedVersion !== group.version)
      throw versionConflict(name, group.version, expectedVersion);
    const [thing] = await linkStore.targets(tx, "billing-thing", name, { after: "", limit: 1 });
    if (thing) throw invalidRequest(`Cannot delete billing group ${name}: it has things in it`);
    await billingGroups.remove(tx, name);
  });
  return {};
};
