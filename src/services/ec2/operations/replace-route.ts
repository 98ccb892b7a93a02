import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { checkTarget, readRoute } from "../network/read-route.ts";
import { routeTables } from "../network/route-table.ts";
import type { Ec2Operation } from "../operation.ts";

/** Another target for a destination that has one. */
export const replaceRoute: Ec2Operation<"ReplaceRoute"> = async ({ RouteTableId: id, DryRun, ...input }, context) => {
  if (id === undefined) throw missingParameter("RouteTableId");
  const route = readRoute(input);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const table = await routeTables.require(tx, context, id);
    const former = table.routes.find(({ cidr }) => cidr === route.cidr);
    if (!former)
      throw invalidParameterValue(
        `There is no route defined for '${route.cidr}' in the route table. Use CreateRoute instead.`,
      );
    if (former.isOfTable) throw invalidParameterValue(`cannot replace local route ${route.cidr} in route table ${id}`);
    await checkTarget(tx, route.target, table, context);
    if (DryRun) throw dryRun();
    const routes = table.routes.map((each) => (each === former ? { ...route, isOfTable: false } : each));
    await routeTables.put(tx, context, { ...table, routes });
  });
  return {};
};
