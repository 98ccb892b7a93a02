import { regionKey } from "../../block-storage/region-key.ts";
import {
  dryRun,
  groupExists,
  groupIsReserved,
  invalidParameterValue,
  missingParameter,
  tooManyGroups,
  vpcNotSpecified,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { findDefaultVpc, vpcs } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";
import { groupRules, outward } from "../security-groups/rule.ts";
import { defaultGroupName, groupArn, securityGroups } from "../security-groups/security-group.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { putTags } from "../tags/put-tags.ts";

/** In the VPC that is named, else in the default one. Nothing comes in, and everything gets out. */
export const createSecurityGroup: Ec2Operation<"CreateSecurityGroup"> = async (input, context) => {
  const { GroupName: name, Description: description, VpcId: vpcId, TagSpecifications, DryRun } = input;
  if (name === undefined || name === "") throw missingParameter("GroupName");
  if (description === undefined || description === "") throw missingParameter("GroupDescription");
  checkName(name);
  if (!/^[ -~]{0,255}$/.test(description))
    throw invalidParameterValue(
      `Value (${description}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.`,
    );
  const tags = readTagSpecifications(TagSpecifications, ["security-group"]).get("security-group") ?? {};
  const { random, storage } = context.host;
  const id = await storage.partition(regionKey(context)).write(async (tx) => {
    const vpc = vpcId === undefined ? await findDefaultVpc(tx, context) : await vpcs.require(tx, context, vpcId);
    if (!vpc) throw vpcNotSpecified();
    if (name === defaultGroupName) throw groupIsReserved(name);
    if ((await securityGroups.listOf(tx, context, vpc.id)).some((group) => group.name === name))
      throw groupExists(name, vpc.id);
    if ((await securityGroups.list(tx, context)).length >= limits.securityGroups) throw tooManyGroups();
    if (DryRun) throw dryRun();
    const group = { id: makeId("sg", random), name, description, vpcId: vpc.id };
    await securityGroups.put(tx, context, group);
    await groupRules.put(tx, context, outward(group.id, makeId("sgr", random)));
    await putTags(tx, group.id, tags);
    return group.id;
  });
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return { GroupId: id, SecurityGroupArn: groupArn(context, id), Tags: Tags.length > 0 ? Tags : undefined };
};

function checkName(name: string): void {
  if (name.startsWith("sg-"))
    throw invalidParameterValue(
      `Value (${name}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`,
    );
  if (!/^[ -~]{0,255}$/.test(name))
    throw invalidParameterValue(
      `Value (${name}) for parameter GroupName is invalid. Character sets beyond ASCII are not supported.`,
    );
}
