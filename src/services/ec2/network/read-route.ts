import type { CreateRouteCommandInput } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import {
  gatewayNotFound,
  invalidCidr,
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
} from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { requireInterface } from "../interfaces/network-interface.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { fromCidr, toCidr } from "./cidr.ts";
import { internetGateways } from "./internet-gateway.ts";
import type { RouteTable, RouteTarget } from "./route-table.ts";

type RouteInput = Omit<CreateRouteCommandInput, "DryRun" | "RouteTableId">;

/** Where a route leads and to what, of CreateRoute and ReplaceRoute. What is not built (other gateways, IPv6, lists of prefixes) is refused by name. */
export function readRoute({ DestinationCidrBlock, GatewayId, InstanceId, NetworkInterfaceId, ...others }: RouteInput): {
  readonly cidr: string;
  readonly target: RouteTarget;
} {
  refuseOthers(others as Readonly<Record<string, unknown>>);
  const cidr = checkDestination(DestinationCidrBlock);
  const targets: RouteTarget[] = [];
  if (GatewayId !== undefined) targets.push({ gatewayId: GatewayId });
  if (InstanceId !== undefined) targets.push({ instanceId: InstanceId });
  if (NetworkInterfaceId !== undefined) targets.push({ networkInterfaceId: NetworkInterfaceId });
  const [target] = targets;
  if (!target)
    throw missingParameter("gatewayId, instanceId, networkInterfaceId, vpcPeeringConnectionId or natGatewayId");
  if (targets.length > 1) throw invalidParameterCombination("Only one route target may be specified.");
  return { cidr, target };
}

export function checkDestination(text: string | undefined): string {
  if (text === undefined) throw missingParameter("destinationCidrBlock");
  const network = fromCidr(text);
  if (!network) throw invalidCidr(text, "destinationCidrBlock");
  return toCidr(network);
}

/** Throws for a target that is not there or not in the table's VPC. */
export async function checkTarget(
  tx: ReadTransaction,
  target: RouteTarget,
  table: RouteTable,
  place: Place,
): Promise<void> {
  if ("instanceId" in target) {
    await findInstances(tx, [target.instanceId]);
    return;
  }
  if ("networkInterfaceId" in target) {
    await requireInterface(tx, place, target.networkInterfaceId);
    return;
  }
  const id = target.gatewayId;
  if (id === "local") throw invalidParameterValue("The gateway ID 'local' is not valid for this route.");
  if (!id.startsWith("igw-")) throw gatewayNotFound(id);
  const { vpcId } = await internetGateways.require(tx, place, id);
  if (vpcId !== table.vpcId)
    throw invalidParameterValue(`route table ${table.id} and network gateway ${id} belong to different networks`);
}
