import { regionKey } from "../../block-storage/region-key.ts";
import { invalidParameterCombination, missingParameter } from "../errors.ts";
import { type Subnet, subnets } from "../network/subnet.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";

/** One attribute at a time. */
export const modifySubnetAttribute: Ec2Operation<"ModifySubnetAttribute"> = async (input, context) => {
  const { SubnetId: id, MapPublicIpOnLaunch, PrivateDnsHostnameTypeOnLaunch, ...more } = input;
  const { EnableResourceNameDnsARecordOnLaunch, ...others } = more;
  if (id === undefined) throw missingParameter("SubnetId");
  // What is switched off is off anyway.
  refuseOthers(
    Object.fromEntries(Object.entries(others).filter(([, value]) => (value as { Value?: unknown })?.Value !== false)),
  );
  const changes: Partial<Subnet>[] = [];
  if (MapPublicIpOnLaunch) changes.push({ mapsPublicAddresses: MapPublicIpOnLaunch.Value ?? false });
  if (PrivateDnsHostnameTypeOnLaunch) changes.push({ hostnameType: PrivateDnsHostnameTypeOnLaunch });
  if (EnableResourceNameDnsARecordOnLaunch)
    changes.push({ hasNameRecord: EnableResourceNameDnsARecordOnLaunch.Value ?? false });
  const [change] = changes;
  if (changes.length > 1)
    throw invalidParameterCombination(
      "Fields for multiple attribute types specified: only one may be changed at a time.",
    );
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const subnet = await subnets.require(tx, context, id);
    if (change) await subnets.put(tx, context, { ...subnet, ...change });
  });
  return {};
};
