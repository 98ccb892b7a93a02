import { regionKey } from "../../block-storage/region-key.ts";
import {
  defaultSubnetExists,
  dryRun,
  invalidParameterValue,
  missingParameter,
  noDefaultVpc,
  subnetConflicts,
} from "../errors.ts";
import { overlaps } from "../network/cidr.ts";
import { assignable, defaultSubnet, networkOf, subnets, toSubnet } from "../network/subnet.ts";
import { findDefaultVpc } from "../network/vpc.ts";
import { zonesOf } from "../network/zones.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";

/** For a zone whose subnet of the default VPC was deleted. */
export const createDefaultSubnet: Ec2Operation<"CreateDefaultSubnet"> = async (input, context) => {
  const { AvailabilityZone: name, DryRun, ...others } = input;
  refuseOthers(others);
  if (name === undefined) throw missingParameter("AvailabilityZone");
  const index = zonesOf(context.region).findIndex((zone) => zone.name === name);
  const zone = zonesOf(context.region)[index];
  if (!zone) throw invalidParameterValue(`Value (${name}) for parameter availabilityZone is invalid.`);
  const subnet = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const vpc = await findDefaultVpc(tx, context);
    if (!vpc) throw noDefaultVpc();
    const others = await subnets.listOf(tx, context, vpc.id);
    const present = others.find((each) => each.isDefault && each.zone === name);
    if (present) throw defaultSubnetExists(present.id, name);
    const made = {
      id: makeId("subnet", context.host.random),
      vpcId: vpc.id,
      ...defaultSubnet(name, zone.id, index),
    };
    if (others.some((each) => overlaps(networkOf(each), networkOf(made)))) throw subnetConflicts(made.cidr);
    if (DryRun) throw dryRun();
    await subnets.put(tx, context, made);
    return made;
  });
  const described = { resource: subnet, tags: {}, account: context.account, free: assignable(subnet) };
  return { Subnet: toSubnet(described, context) };
};
