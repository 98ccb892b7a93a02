import { regionKey } from "../../block-storage/region-key.ts";
import { invalidParameterCombination, missingParameter } from "../errors.ts";
import { type Vpc, vpcs } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";

/** One attribute at a time. */
export const modifyVpcAttribute: Ec2Operation<"ModifyVpcAttribute"> = async (input, context) => {
  const { VpcId: id, EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics } = input;
  if (id === undefined) throw missingParameter("VpcId");
  const changes: Partial<Vpc>[] = [];
  if (EnableDnsHostnames?.Value !== undefined) changes.push({ hasDnsHostnames: EnableDnsHostnames.Value });
  if (EnableDnsSupport?.Value !== undefined) changes.push({ hasDnsSupport: EnableDnsSupport.Value });
  if (EnableNetworkAddressUsageMetrics?.Value !== undefined)
    changes.push({ hasUsageMetrics: EnableNetworkAddressUsageMetrics.Value });
  const [change] = changes;
  if (!change) throw invalidParameterCombination("No attributes specified.");
  if (changes.length > 1)
    throw invalidParameterCombination(
      "Fields for multiple attribute types specified: only one may be changed at a time.",
    );
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    await vpcs.put(tx, context, { ...(await vpcs.require(tx, context, id)), ...change });
  });
  return {};
};
