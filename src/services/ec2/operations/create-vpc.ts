import { regionKey } from "../../block-storage/region-key.ts";
import {
  dryRun,
  invalidCidr,
  invalidParameterValue,
  invalidVpcRange,
  missingParameter,
  tooManyVpcs,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { fromCidr, toCidr } from "../network/cidr.ts";
import { makeVpc } from "../network/make-vpc.ts";
import { toVpc, vpcs } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";

/** Makes a VPC with what each has: a main route table, a security group and an access list. */
export const createVpc: Ec2Operation<"CreateVpc"> = async (input, context) => {
  const { CidrBlock: cidr, InstanceTenancy: tenancy = "default", TagSpecifications, DryRun, ...others } = input;
  refuseOthers(others);
  if (cidr === undefined) throw missingParameter("CidrBlock");
  const network = fromCidr(cidr);
  if (!network) throw invalidCidr(cidr, "cidrBlock");
  if (network.bits < 16 || network.bits > 28) throw invalidVpcRange(cidr);
  if (tenancy !== "default" && tenancy !== "dedicated")
    throw invalidParameterValue(`Value (${tenancy}) for parameter instanceTenancy is invalid.`);
  const tags = readTagSpecifications(TagSpecifications, ["vpc"]).get("vpc") ?? {};
  const vpc = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    if ((await vpcs.list(tx, context)).length >= limits.vpcs) throw tooManyVpcs();
    if (DryRun) throw dryRun();
    return makeVpc(tx, { cidr: toCidr(network), tenancy, isDefault: false, hasDnsHostnames: false, tags }, context);
  });
  return { Vpc: toVpc({ resource: vpc, tags, account: context.account }, "pending") };
};
