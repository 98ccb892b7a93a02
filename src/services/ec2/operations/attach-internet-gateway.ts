import { regionKey } from "../../block-storage/region-key.ts";
import { alreadyAssociated, dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { internetGateways } from "../network/internet-gateway.ts";
import { vpcs } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";

/** A gateway has one VPC, and a VPC one gateway. */
export const attachInternetGateway: Ec2Operation<"AttachInternetGateway"> = async (input, context) => {
  const { InternetGatewayId: id, VpcId: vpcId, DryRun } = input;
  if (id === undefined) throw missingParameter("InternetGatewayId");
  if (vpcId === undefined) throw missingParameter("VpcId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const gateway = await internetGateways.require(tx, context, id);
    await vpcs.require(tx, context, vpcId);
    if (gateway.vpcId !== undefined)
      throw alreadyAssociated(`resource ${id} is already attached to network ${gateway.vpcId}`);
    if ((await internetGateways.listOf(tx, context, vpcId)).length > 0)
      throw invalidParameterValue(`Network ${vpcId} already has an internet gateway attached`);
    if (DryRun) throw dryRun();
    await internetGateways.put(tx, context, { ...gateway, vpcId });
  });
  return {};
};
