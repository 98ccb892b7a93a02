import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter, routeNotFound } from "../errors.ts";
import { checkDestination } from "../network/read-route.ts";
import { routeTables } from "../network/route-table.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";

export const deleteRoute: Ec2Operation<"DeleteRoute"> = async (input, context) => {
  const { RouteTableId: id, DestinationCidrBlock, DryRun, ...others } = input;
  refuseOthers(others);
  if (id === undefined) throw missingParameter("RouteTableId");
  const cidr = checkDestination(DestinationCidrBlock);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const table = await routeTables.require(tx, context, id);
    const route = table.routes.find((each) => each.cidr === cidr);
    if (!route) throw routeNotFound(cidr, id);
    if (route.isOfTable) throw invalidParameterValue(`cannot remove local route ${cidr} in route table ${id}`);
    if (DryRun) throw dryRun();
    await routeTables.put(tx, context, { ...table, routes: table.routes.filter((each) => each !== route) });
  });
  return {};
};
