import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, hasDependencies, missingParameter } from "../errors.ts";
import { internetGateways } from "../network/internet-gateway.ts";
import type { Ec2Operation } from "../operation.ts";

/** One that is attached to nothing. */
export const deleteInternetGateway: Ec2Operation<"DeleteInternetGateway"> = async (input, context) => {
  const { InternetGatewayId: id, DryRun } = input;
  if (id === undefined) throw missingParameter("InternetGatewayId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const gateway = await internetGateways.require(tx, context, id);
    if (gateway.vpcId !== undefined) throw hasDependencies("internetGateway", id);
    if (DryRun) throw dryRun();
    await internetGateways.remove(tx, context, id);
  });
  return {};
};
