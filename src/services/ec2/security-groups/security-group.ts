import type { SecurityGroup as WireGroup } from "@aws-sdk/client-ec2";
import { partitionOf } from "../../../platform/arn.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { toTagList } from "../../tags.ts";
import { groupNotFound } from "../errors.ts";
import { defaultIds } from "../network/default-network.ts";
import type { Described } from "../resources/describe-kind.ts";
import { defineKind } from "../resources/kind.ts";
import { groupRules, type Rule } from "./rule.ts";
import { toPermissions } from "./to-permissions.ts";

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
}

/** Each VPC has one of this name, which cannot be deleted. */
export const defaultGroupName = "default";
export const defaultGroupDescription = "default VPC security group";

export const securityGroups = defineKind<SecurityGroup>({
  name: "security-group",
  prefix: "sg",
  code: "InvalidGroupId",
  notFound: groupNotFound,
  parentOf: ({ vpcId }) => vpcId,
  standing: (place) => {
    const { groupId, vpcId } = defaultIds(place);
    return [{ id: groupId, name: defaultGroupName, description: defaultGroupDescription, vpcId }];
  },
});

/** By their ids. */
export async function groupNames(tx: ReadTransaction, place: Place): Promise<ReadonlyMap<string, string>> {
  return new Map((await securityGroups.list(tx, place)).map(({ id, name }) => [id, name]));
}

/** The default group of a VPC, which is there as long as the VPC is. */
export async function defaultGroupOf(tx: ReadTransaction, place: Place, vpcId: string): Promise<SecurityGroup> {
  const group = (await securityGroups.listOf(tx, place, vpcId)).find(({ name }) => name === defaultGroupName);
  if (!group) throw new Error(`the VPC ${vpcId} has no default group`);
  return group;
}

export function groupArn({ account, region }: Place, id: string): string {
  return `arn:${partitionOf(region)}:ec2:${region}:${account}:security-group/${id}`;
}

export interface DescribedGroup extends Described<SecurityGroup> {
  readonly rules: readonly Rule[];
}

export async function withRules(
  tx: ReadTransaction,
  groups: readonly Described<SecurityGroup>[],
  place: Place,
): Promise<DescribedGroup[]> {
  const described: DescribedGroup[] = [];
  for (const group of groups)
    described.push({ ...group, rules: await groupRules.listOf(tx, place, group.resource.id) });
  return described;
}

export function toSecurityGroup(
  { resource: group, tags, account, rules }: DescribedGroup,
  { region }: Place,
): WireGroup {
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    SecurityGroupArn: groupArn({ account, region }, group.id),
    OwnerId: account,
    VpcId: group.vpcId,
    IpPermissions: toPermissions(rules.filter(({ isEgress }) => !isEgress)),
    IpPermissionsEgress: toPermissions(rules.filter(({ isEgress }) => isEgress)),
    Tags: toTagList(tags),
  };
}
