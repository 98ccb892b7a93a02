import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { securityGroups } from "../security-groups/security-group.ts";

/** VPCs on the other side of a peering whose groups name these: there are no peerings, so there is none. */
export const describeSecurityGroupReferences: Ec2Operation<"DescribeSecurityGroupReferences"> = async (
  input,
  context,
) => {
  const { GroupId: ids = [], DryRun } = input;
  if (ids.length === 0) throw missingParameter("GroupId");
  await context.host.storage.partition(regionKey(context)).read((tx) => securityGroups.requireAll(tx, context, ids));
  if (DryRun) throw dryRun();
  return { SecurityGroupReferenceSet: [] };
};
