import { regionKey } from "../../block-storage/region-key.ts";
import { addresses } from "../addresses/address.ts";
import { dryRun, invalidParameterValue, tooManyAddresses } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { putTags } from "../tags/put-tags.ts";

/** An Elastic IP address: of the network that is set apart for measurements, which leads nowhere (decision 63). */
export const allocateAddress: Ec2Operation<"AllocateAddress"> = async (input, context) => {
  const { Domain = "vpc", NetworkBorderGroup, PublicIpv4Pool, TagSpecifications, DryRun, ...others } = input;
  refuseOthers(others);
  if (Domain !== "vpc") throw invalidParameterValue(`Value (${Domain}) for parameter domain is invalid.`);
  if (NetworkBorderGroup !== undefined && NetworkBorderGroup !== context.region)
    throw invalidParameterValue(`Value (${NetworkBorderGroup}) for parameter networkBorderGroup is invalid.`);
  if (PublicIpv4Pool !== undefined && PublicIpv4Pool !== "amazon") refuseOthers({ PublicIpv4Pool });
  const tags = readTagSpecifications(TagSpecifications, ["elastic-ip"]).get("elastic-ip") ?? {};
  const { random, storage } = context.host;
  const id = makeId("eipalloc", random);
  const start = Math.floor(random.fraction() * poolSize);
  const publicAddress = await storage.partition(regionKey(context)).write(async (tx) => {
    const present = new Set((await addresses.list(tx, context)).map((each) => each.publicAddress));
    if (present.size >= limits.addresses) throw tooManyAddresses();
    if (DryRun) throw dryRun();
    // There are more of them than an account may have.
    let offset = start;
    while (present.has(atPlace(offset))) offset += 1;
    const address = { id, account: context.account, publicAddress: atPlace(offset), association: undefined };
    await addresses.put(tx, context, address);
    await putTags(tx, id, tags);
    return address.publicAddress;
  });
  return {
    AllocationId: id,
    PublicIp: publicAddress,
    Domain: "vpc",
    PublicIpv4Pool: "amazon",
    NetworkBorderGroup: context.region,
  };
};

const poolSize = 120 * 254;

/** 198.19.0.1 to 198.19.119.254; the rest are instances' own. */
function atPlace(offset: number): string {
  const place = offset % poolSize;
  return `198.19.${Math.floor(place / 254)}.${1 + (place % 254)}`;
}
