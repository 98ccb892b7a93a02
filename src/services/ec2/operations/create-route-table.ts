import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun, missingParameter, tooManyRouteTables } from "../errors.ts";
import { limits } from "../limits.ts";
import { localRoute, routeTables, toRouteTable, withRoutes } from "../network/route-table.ts";
import { vpcs } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";
import { findMade, keepMade } from "../resources/given-token.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { putTags } from "../tags/put-tags.ts";

/** With the route that each has: to its VPC. */
export const createRouteTable: Ec2Operation<"CreateRouteTable"> = async (input, context) => {
  const { VpcId: vpcId, TagSpecifications, DryRun, ClientToken: token } = input;
  if (vpcId === undefined) throw missingParameter("VpcId");
  const tags = readTagSpecifications(TagSpecifications, ["route-table"]).get("route-table") ?? {};
  const given = { operation: "CreateRouteTable", token, input };
  const nowMs = context.host.clock.nowMs();
  const table = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const vpc = await vpcs.require(tx, context, vpcId);
    let id = await findMade(tx, given, nowMs);
    if (id === undefined) {
      if ((await routeTables.listOf(tx, context, vpcId)).length >= limits.routeTablesPerVpc) throw tooManyRouteTables();
      if (DryRun) throw dryRun();
      id = makeId("rtb", context.host.random);
      await routeTables.put(tx, context, { id, vpcId, routes: [localRoute(vpc.cidr)], associations: [] });
      await putTags(tx, id, tags);
      await keepMade(tx, given, id, nowMs);
    }
    const resource = await routeTables.require(tx, context, id);
    const described = { resource, tags: await tagStore.find(tx, id), account: context.account };
    return (await withRoutes(tx, [described], context))[0];
  });
  return { RouteTable: table && toRouteTable(table), ClientToken: token };
};
