import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, hasDependencies, missingParameter } from "../errors.ts";
import { routeTables } from "../network/route-table.ts";
import { subnets, takenAddresses } from "../network/subnet.ts";
import type { Ec2Operation } from "../operation.ts";

/** One in which nothing has an address. */
export const deleteSubnet: Ec2Operation<"DeleteSubnet"> = async ({ SubnetId: id, DryRun }, context) => {
  if (id === undefined) throw missingParameter("SubnetId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const subnet = await subnets.require(tx, context, id);
    if ((await takenAddresses(tx, context)).has(id)) throw hasDependencies("subnet", id);
    if (DryRun) throw dryRun();
    for (const table of await routeTables.listOf(tx, context, subnet.vpcId)) {
      const associations = table.associations.filter(({ subnetId }) => subnetId !== id);
      if (associations.length < table.associations.length)
        await routeTables.put(tx, context, { ...table, associations });
    }
    await subnets.remove(tx, context, id);
  });
  return {};
};
