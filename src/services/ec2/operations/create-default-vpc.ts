import { regionKey } from "../../block-storage/region-key.ts";
import { defaultVpcExists, dryRun } from "../errors.ts";
import { defaultCidr } from "../network/default-network.ts";
import { internetGateways } from "../network/internet-gateway.ts";
import { makeVpc } from "../network/make-vpc.ts";
import { anywhere } from "../network/route-table.ts";
import { defaultSubnet, subnets } from "../network/subnet.ts";
import { findDefaultVpc, toVpc } from "../network/vpc.ts";
import { zonesOf } from "../network/zones.ts";
import type { Ec2Operation } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";

/** For an account that has deleted the one it had: with a subnet in every zone, a gateway and the way to it. */
export const createDefaultVpc: Ec2Operation<"CreateDefaultVpc"> = async ({ DryRun }, context) => {
  const { random, storage } = context.host;
  const vpc = await storage.partition(regionKey(context)).write(async (tx) => {
    if (await findDefaultVpc(tx, context)) throw defaultVpcExists();
    if (DryRun) throw dryRun();
    const gatewayId = makeId("igw", random);
    const routes = [{ cidr: anywhere, target: { gatewayId }, isOfTable: false }];
    const given = { cidr: defaultCidr, tenancy: "default", isDefault: true, hasDnsHostnames: true } as const;
    const made = await makeVpc(tx, { ...given, tags: {}, routes }, context);
    await internetGateways.put(tx, context, { id: gatewayId, vpcId: made.id });
    for (const [index, { name, id }] of zonesOf(context.region).entries())
      await subnets.put(tx, context, {
        id: makeId("subnet", random),
        vpcId: made.id,
        ...defaultSubnet(name, id, index),
      });
    return made;
  });
  return { Vpc: toVpc({ resource: vpc, tags: {}, account: context.account }, "pending") };
};
