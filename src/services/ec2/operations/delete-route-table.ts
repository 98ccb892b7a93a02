import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, hasDependencies, missingParameter } from "../errors.ts";
import { routeTables } from "../network/route-table.ts";
import type { Ec2Operation } from "../operation.ts";

/** One that is neither its VPC's main one nor a subnet's. */
export const deleteRouteTable: Ec2Operation<"DeleteRouteTable"> = async ({ RouteTableId: id, DryRun }, context) => {
  if (id === undefined) throw missingParameter("RouteTableId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const table = await routeTables.require(tx, context, id);
    if (table.associations.length > 0) throw hasDependencies("routeTable", id);
    if (DryRun) throw dryRun();
    await routeTables.remove(tx, context, id);
  });
  return {};
};
