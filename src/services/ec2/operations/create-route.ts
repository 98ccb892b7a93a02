import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter, routeExists, tooManyRoutes } from "../errors.ts";
import { limits } from "../limits.ts";
import { checkTarget, readRoute } from "../network/read-route.ts";
import { routeTables } from "../network/route-table.ts";
import type { Ec2Operation } from "../operation.ts";

export const createRoute: Ec2Operation<"CreateRoute"> = async ({ RouteTableId: id, DryRun, ...input }, context) => {
  if (id === undefined) throw missingParameter("RouteTableId");
  const route = readRoute(input);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const table = await routeTables.require(tx, context, id);
    await checkTarget(tx, route.target, table, context);
    if (table.routes.some(({ cidr }) => cidr === route.cidr)) throw routeExists(route.cidr);
    if (table.routes.length >= limits.routesPerTable) throw tooManyRoutes(id);
    if (DryRun) throw dryRun();
    await routeTables.put(tx, context, { ...table, routes: [...table.routes, { ...route, isOfTable: false }] });
  });
  return { Return: true };
};
