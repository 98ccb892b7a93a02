import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { vpcs } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";

export const describeVpcAttribute: Ec2Operation<"DescribeVpcAttribute"> = async (input, context) => {
  const { VpcId: id, Attribute: name, DryRun } = input;
  if (id === undefined) throw missingParameter("VpcId");
  if (name === undefined) throw missingParameter("Attribute");
  const vpc = await context.host.storage.partition(regionKey(context)).read((tx) => vpcs.require(tx, context, id));
  if (DryRun) throw dryRun();
  switch (name) {
    case "enableDnsHostnames":
      return { VpcId: id, EnableDnsHostnames: { Value: vpc.hasDnsHostnames } };
    case "enableDnsSupport":
      return { VpcId: id, EnableDnsSupport: { Value: vpc.hasDnsSupport } };
    case "enableNetworkAddressUsageMetrics":
      return { VpcId: id, EnableNetworkAddressUsageMetrics: { Value: vpc.hasUsageMetrics } };
    default:
      throw invalidParameterValue(`Value (${name}) for parameter attribute is invalid. Unknown attribute.`);
  }
};
