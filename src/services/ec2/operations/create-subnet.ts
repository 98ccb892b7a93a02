import { regionKey } from "../../block-storage/region-key.ts";
import {
  dryRun,
  invalidCidr,
  invalidParameterValue,
  invalidSubnetRange,
  missingParameter,
  subnetConflicts,
  tooManySubnets,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { addressesIn, fromCidr, holds, overlaps, toCidr } from "../network/cidr.ts";
import { networkOf, type Subnet, subnets, toSubnet } from "../network/subnet.ts";
import { vpcs } from "../network/vpc.ts";
import { type Zone, zonesOf } from "../network/zones.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { putTags } from "../tags/put-tags.ts";

/** A part of its VPC's network that no other subnet has, in one zone. */
export const createSubnet: Ec2Operation<"CreateSubnet"> = async (input, context) => {
  const { VpcId: vpcId, CidrBlock: cidr, AvailabilityZone, AvailabilityZoneId, ...more } = input;
  const { TagSpecifications, DryRun, ...others } = more;
  refuseOthers(others);
  if (vpcId === undefined) throw missingParameter("VpcId");
  if (cidr === undefined) throw missingParameter("CidrBlock");
  const network = fromCidr(cidr);
  if (!network) throw invalidCidr(cidr, "cidrBlock");
  const zone = chooseZone(zonesOf(context.region), AvailabilityZone, AvailabilityZoneId);
  const tags = readTagSpecifications(TagSpecifications, ["subnet"]).get("subnet") ?? {};
  const subnet = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const vpc = await vpcs.require(tx, context, vpcId);
    if (network.bits > 28 || !holds(networkOf(vpc), network)) throw invalidSubnetRange(cidr);
    const others = await subnets.listOf(tx, context, vpcId);
    if (others.some((other) => overlaps(networkOf(other), network))) throw subnetConflicts(cidr);
    if (others.length >= limits.subnetsPerVpc) throw tooManySubnets();
    if (DryRun) throw dryRun();
    const made: Subnet = {
      id: makeId("subnet", context.host.random),
      vpcId,
      cidr: toCidr(network),
      zone: zone.name,
      zoneId: zone.id,
      isDefault: false,
      mapsPublicAddresses: false,
      hostnameType: "ip-name",
      hasNameRecord: false,
    };
    await subnets.put(tx, context, made);
    await putTags(tx, made.id, tags);
    return made;
  });
  const free = addressesIn(network) - 5;
  return { Subnet: toSubnet({ resource: subnet, tags, account: context.account, free }, context) };
};

function chooseZone(zones: readonly Zone[], name: string | undefined, id: string | undefined): Zone {
  const zone = zones.find((each) => (name === undefined || each.name === name) && (id === undefined || each.id === id));
  if (zone) return zone;
  throw invalidParameterValue(
    name === undefined
      ? `Value (${id}) for parameter availabilityZoneId is invalid. Subnets can currently only be created in the following availability zones: ${zones.map((each) => each.id).join(", ")}.`
      : `Value (${name}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.map((each) => each.name).join(", ")}.`,
  );
}
