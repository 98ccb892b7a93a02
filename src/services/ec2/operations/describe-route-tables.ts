import { type DescribedTable, isMain, routeTables, toRouteTable, withRoutes } from "../network/route-table.ts";
import type { Ec2Operation } from "../operation.ts";
import { describeKind } from "../resources/describe-kind.ts";
import type { FilterTable } from "../resources/filters.ts";

export const describeRouteTables: Ec2Operation<"DescribeRouteTables"> = async (input, context) => {
  const { items, NextToken } = await describeKind(
    routeTables,
    input,
    {
      ids: input.RouteTableIds,
      idsName: "routeTableIdSet",
      filters,
      extend: (tx, described) => withRoutes(tx, described, context),
    },
    context,
  );
  return { RouteTables: items.map(toRouteTable), NextToken };
};

/** Source: "DescribeRouteTables", "Filters". */
const filters: FilterTable<DescribedTable> = {
  "association.gateway-id": ({ resource }) => resource.associations.map(({ gatewayId }) => gatewayId),
  "association.main": ({ resource }) => resource.associations.map((each) => String(isMain(each))),
  "association.route-table-association-id": ({ resource }) => resource.associations.map(({ id }) => id),
  "association.route-table-id": ({ resource }) => resource.associations.map(() => resource.id),
  "association.subnet-id": ({ resource }) => resource.associations.map(({ subnetId }) => subnetId),
  "owner-id": ({ account }) => [account],
  "route-table-id": ({ resource }) => [resource.id],
  "route.carrier-gateway-id": () => [],
  "route.destination-cidr-block": ({ resource }) => resource.routes.map(({ cidr }) => cidr),
  "route.destination-ipv6-cidr-block": () => [],
  "route.destination-prefix-list-id": () => [],
  "route.egress-only-internet-gateway-id": () => [],
  "route.gateway-id": ({ resource }) =>
    resource.routes.map(({ target }) => ("gatewayId" in target ? target.gatewayId : undefined)),
  "route.instance-id": ({ routes }) => routes.map(({ instanceId }) => instanceId),
  "route.nat-gateway-id": () => [],
  "route.network-interface-id": ({ routes }) => routes.map(({ networkInterfaceId }) => networkInterfaceId),
  "route.origin": ({ resource }) =>
    resource.routes.map(({ isOfTable }) => (isOfTable ? "CreateRouteTable" : "CreateRoute")),
  "route.state": ({ routes }) => routes.map(({ isActive }) => (isActive ? "active" : "blackhole")),
  "route.transit-gateway-id": () => [],
  "route.vpc-peering-connection-id": () => [],
  "vpc-id": ({ resource }) => [resource.vpcId],
};
