import { type Tags, toTagList } from "../../tags.ts";
import { dryRun, groupNotFound } from "../errors.ts";
import { defaultNetwork } from "../network/default-network.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage } from "../resources/page.ts";
import { regionKey } from "../resources/region-key.ts";
import { checkIds } from "../resources/resource-id.ts";
import { tagStore } from "../tags/tag-store.ts";

/** The security group that each VPC has: its members reach one another, and everything outside. */
export const describeSecurityGroups: Ec2Operation<"DescribeSecurityGroups"> = async (input, context) => {
  const { GroupIds: ids = [], GroupNames: names = [], Filters, DryRun } = input;
  checkPage(input, [...ids, ...names], "securityGroupSet");
  checkIds(ids, "sg", "InvalidGroupId");
  const { groupId, vpcId } = defaultNetwork(context);
  const missing = ids.find((id) => id !== groupId) ?? names.find((name) => name !== groupName);
  if (missing !== undefined) throw groupNotFound(missing);
  if (DryRun) throw dryRun();
  const { account, region } = context;
  const tags = await context.host.storage.partition(regionKey(context)).read((tx) => tagStore.find(tx, groupId));
  const fits = compileFilters(Filters, filters, ({ tags: own }) => own);
  const shown = {
    GroupId: groupId,
    GroupName: groupName,
    Description: description,
    SecurityGroupArn: `arn:aws:ec2:${region}:${account}:security-group/${groupId}`,
    OwnerId: account,
    VpcId: vpcId,
    IpPermissions: [
      {
        IpProtocol: "-1",
        IpRanges: [],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [{ GroupId: groupId, UserId: account }],
      },
    ],
    IpPermissionsEgress: [
      { IpProtocol: "-1", IpRanges: [{ CidrIp: anywhere }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] },
    ],
    Tags: toTagList(tags),
  };
  return { SecurityGroups: fits({ groupId, vpcId, account, tags }) ? [shown] : [] };
};

const groupName = "default";
const description = "default VPC security group";
const anywhere = "0.0.0.0/0";

interface TaggedGroup {
  readonly groupId: string;
  readonly vpcId: string;
  readonly account: string;
  readonly tags: Tags;
}

const filters: FilterTable<TaggedGroup> = {
  description: () => [description],
  "egress.ip-permission.cidr": () => [anywhere],
  "egress.ip-permission.protocol": () => ["-1"],
  "group-id": ({ groupId }) => [groupId],
  "group-name": () => [groupName],
  "ip-permission.group-id": ({ groupId }) => [groupId],
  "ip-permission.protocol": () => ["-1"],
  "ip-permission.user-id": ({ account }) => [account],
  "owner-id": ({ account }) => [account],
  "vpc-id": ({ vpcId }) => [vpcId],
};
