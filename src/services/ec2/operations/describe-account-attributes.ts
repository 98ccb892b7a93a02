import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue } from "../errors.ts";
import { limits } from "../limits.ts";
import { findDefaultVpc } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";

/** What an account has and may have. */
export const describeAccountAttributes: Ec2Operation<"DescribeAccountAttributes"> = async (input, context) => {
  const { AttributeNames: names = [], DryRun } = input;
  const vpc = await context.host.storage.partition(regionKey(context)).read((tx) => findDefaultVpc(tx, context));
  if (DryRun) throw dryRun();
  const attributes: Readonly<Record<string, string>> = {
    "default-vpc": vpc?.id ?? "none",
    "max-elastic-ips": String(limits.addresses),
    "max-instances": String(limits.runningVcpus),
    "supported-platforms": "VPC",
    "vpc-max-elastic-ips": String(limits.addresses),
    "vpc-max-security-groups-per-interface": String(limits.securityGroupsPerInterface),
  };
  const wrong = names.find((name) => !Object.hasOwn(attributes, name));
  if (wrong !== undefined)
    throw invalidParameterValue(`Value (${wrong}) for parameter attributeName is invalid. Unknown attribute.`);
  return {
    AccountAttributes: (names.length > 0 ? names : Object.keys(attributes)).map((AttributeName) => ({
      AttributeName,
      AttributeValues: [{ AttributeValue: attributes[AttributeName] }],
    })),
  };
};
