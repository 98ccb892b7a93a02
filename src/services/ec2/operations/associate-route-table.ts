import { regionKey } from "../../block-storage/region-key.ts";
import { alreadyAssociated, dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { internetGateways } from "../network/internet-gateway.ts";
import { routeTables } from "../network/route-table.ts";
import { subnets } from "../network/subnet.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";

/** With a subnet or a gateway of the same VPC that has no other one. */
export const associateRouteTable: Ec2Operation<"AssociateRouteTable"> = async (input, context) => {
  const { RouteTableId: id, SubnetId: subnetId, GatewayId: gatewayId, DryRun, ...others } = input;
  refuseOthers(others);
  if (id === undefined) throw missingParameter("RouteTableId");
  const target = subnetId ?? gatewayId;
  if (target === undefined) throw missingParameter("subnetId or gatewayId");
  const associationId = makeId("rtbassoc", context.host.random);
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const table = await routeTables.require(tx, context, id);
    const { vpcId } =
      subnetId === undefined
        ? await internetGateways.require(tx, context, target)
        : await subnets.require(tx, context, target);
    if (vpcId !== table.vpcId)
      throw invalidParameterValue(`route table ${id} and network ${target} belong to different networks`);
    for (const each of await routeTables.listOf(tx, context, table.vpcId)) {
      const present = each.associations.find((own) => own.subnetId === target || own.gatewayId === target);
      // Asked again it is the same.
      if (present && each.id === id)
        return { AssociationId: present.id, AssociationState: { State: "associated" as const } };
      if (present)
        throw alreadyAssociated(
          `the specified association for route table ${id} conflicts with an existing association`,
        );
    }
    if (DryRun) throw dryRun();
    const added = { id: associationId, ...(subnetId === undefined ? { gatewayId: target } : { subnetId: target }) };
    await routeTables.put(tx, context, { ...table, associations: [...table.associations, added] });
    return { AssociationId: associationId, AssociationState: { State: "associated" as const } };
  });
};
