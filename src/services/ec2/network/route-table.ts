import type { RouteTable as WireTable } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { toTagList } from "../../tags.ts";
import { routeTableNotFound } from "../errors.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { interfaces } from "../interfaces/network-interface.ts";
import type { Described } from "../resources/describe-kind.ts";
import { defineKind } from "../resources/kind.ts";
import { standingId } from "../resources/resource-id.ts";
import { defaultCidr, defaultIds } from "./default-network.ts";
import { internetGateways } from "./internet-gateway.ts";

export interface RouteTable {
  readonly id: string;
  readonly vpcId: string;
  /** In the order in which they were made; the first is the VPC's own network. */
  readonly routes: readonly Route[];
  readonly associations: readonly Association[];
}

export interface Route {
  readonly cidr: string;
  readonly target: RouteTarget;
  readonly isOfTable: boolean;
}

export type RouteTarget =
  | { readonly gatewayId: string }
  | { readonly instanceId: string }
  | { readonly networkInterfaceId: string };

/** With a subnet or a gateway; with neither it is the main one of its VPC. */
export interface Association {
  readonly id: string;
  readonly subnetId?: string;
  readonly gatewayId?: string;
}

export const routeTables = defineKind<RouteTable>({
  name: "route-table",
  prefix: "rtb",
  code: "InvalidRouteTableId",
  notFound: routeTableNotFound,
  parentOf: ({ vpcId }) => vpcId,
  standing: (place) => {
    const { routeTableId, vpcId, gatewayId } = defaultIds(place);
    const toGateway = { cidr: anywhere, target: { gatewayId }, isOfTable: false };
    return [
      {
        id: routeTableId,
        vpcId,
        routes: [localRoute(defaultCidr), toGateway],
        associations: [{ id: standingId("rtbassoc", place, "default") }],
      },
    ];
  },
});

export const anywhere = "0.0.0.0/0";

/** Each table has it, and nobody can remove it. */
export function localRoute(cidr: string): Route {
  return { cidr, target: { gatewayId: "local" }, isOfTable: true };
}

export function isMain({ subnetId, gatewayId }: Association): boolean {
  return subnetId === undefined && gatewayId === undefined;
}

export function isMainTable({ associations }: RouteTable): boolean {
  return associations.some(isMain);
}

export interface DescribedTable extends Described<RouteTable> {
  readonly routes: readonly DescribedRoute[];
}

interface DescribedRoute {
  readonly route: Route;
  /** What it leads to is there. */
  readonly isActive: boolean;
  readonly instanceId?: string;
  readonly networkInterfaceId?: string;
}

/** With the states of their routes: one whose gateway, instance or interface is gone leads nowhere. */
export async function withRoutes(
  tx: ReadTransaction,
  tables: readonly Described<RouteTable>[],
  place: Place,
): Promise<DescribedTable[]> {
  const described: DescribedTable[] = [];
  for (const table of tables) {
    const routes: DescribedRoute[] = [];
    for (const route of table.resource.routes) routes.push(await describeRoute(tx, route, table.resource, place));
    described.push({ ...table, routes });
  }
  return described;
}

async function describeRoute(
  tx: ReadTransaction,
  route: Route,
  { vpcId }: RouteTable,
  place: Place,
): Promise<DescribedRoute> {
  const { target } = route;
  if ("gatewayId" in target) {
    if (target.gatewayId === "local") return { route, isActive: true };
    return { route, isActive: (await internetGateways.find(tx, place, target.gatewayId))?.vpcId === vpcId };
  }
  if ("instanceId" in target) {
    const instance = await instanceStore.find(tx, target.instanceId);
    const isActive = instance?.state === "running" || instance?.state === "pending";
    return { route, isActive, ...target, ...(instance && { networkInterfaceId: instance.networkInterfaceId }) };
  }
  const own = await instanceStore.findByInterface(tx, target.networkInterfaceId);
  if (own) return { route, isActive: own.state === "running", ...target, instanceId: own.id };
  const attachment = (await interfaces.find(tx, place, target.networkInterfaceId))?.attachment;
  return {
    route,
    isActive: attachment !== undefined,
    ...target,
    ...(attachment && { instanceId: attachment.instanceId }),
  };
}

export function toRouteTable({ resource: table, tags, account, routes }: DescribedTable): WireTable {
  return {
    RouteTableId: table.id,
    VpcId: table.vpcId,
    OwnerId: account,
    Associations: table.associations.map((association) => ({
      Main: isMain(association),
      RouteTableAssociationId: association.id,
      RouteTableId: table.id,
      SubnetId: association.subnetId,
      GatewayId: association.gatewayId,
      AssociationState: { State: "associated" },
    })),
    PropagatingVgws: [],
    Routes: routes.map(({ route, isActive, instanceId, networkInterfaceId }) => ({
      DestinationCidrBlock: route.cidr,
      GatewayId: "gatewayId" in route.target ? route.target.gatewayId : undefined,
      InstanceId: instanceId,
      InstanceOwnerId: instanceId && account,
      NetworkInterfaceId: networkInterfaceId,
      Origin: route.isOfTable ? "CreateRouteTable" : "CreateRoute",
      State: isActive ? "active" : "blackhole",
    })),
    Tags: toTagList(tags),
  };
}
