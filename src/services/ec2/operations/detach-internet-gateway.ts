import { regionKey } from "../../block-storage/region-key.ts";
import { addresses } from "../addresses/address.ts";
import { dependencyViolation, dryRun, gatewayNotAttached, missingParameter } from "../errors.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { listInterfaces } from "../interfaces/network-interface.ts";
import { internetGateways } from "../network/internet-gateway.ts";
import { vpcs } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";

/** From a VPC in which nothing has a public address. */
export const detachInternetGateway: Ec2Operation<"DetachInternetGateway"> = async (input, context) => {
  const { InternetGatewayId: id, VpcId: vpcId, DryRun } = input;
  if (id === undefined) throw missingParameter("InternetGatewayId");
  if (vpcId === undefined) throw missingParameter("VpcId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const gateway = await internetGateways.require(tx, context, id);
    await vpcs.require(tx, context, vpcId);
    if (gateway.vpcId !== vpcId) throw gatewayNotAttached(id, vpcId);
    const elastic = new Set(
      (await addresses.list(tx, context)).map(({ association }) => association?.networkInterfaceId),
    );
    const isMapped =
      (await instanceStore.list(tx)).some((each) => each.vpcId === vpcId && each.publicAddress !== undefined) ||
      (await listInterfaces(tx, context)).some((each) => each.vpcId === vpcId && elastic.has(each.id));
    if (isMapped)
      throw dependencyViolation(
        `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      );
    if (DryRun) throw dryRun();
    await internetGateways.put(tx, context, { ...gateway, vpcId: undefined });
  });
  return {};
};
