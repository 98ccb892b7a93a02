import { regionKey } from "../../block-storage/region-key.ts";
import { toTagList } from "../../tags.ts";
import { missingParameter } from "../errors.ts";
import { vpcs } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";
import { asDescribed, type Described, describeKind } from "../resources/describe-kind.ts";
import type { FilterTable } from "../resources/filters.ts";
import { type SecurityGroup, securityGroups } from "../security-groups/security-group.ts";

/** The groups that what is in a VPC can have. */
export const getSecurityGroupsForVpc: Ec2Operation<"GetSecurityGroupsForVpc"> = async (input, context) => {
  const { VpcId: vpcId, ...page } = input;
  if (vpcId === undefined) throw missingParameter("VpcId");
  await context.host.storage.partition(regionKey(context)).read((tx) => vpcs.require(tx, context, vpcId));
  const Filters = [...(page.Filters ?? []), { Name: "primary-vpc-id", Values: [vpcId] }];
  const description = { ids: [], idsName: "securityGroupSet", filters, extend: asDescribed };
  const { items, NextToken } = await describeKind(securityGroups, { ...page, Filters }, description, context);
  return {
    NextToken,
    SecurityGroupForVpcs: items.map(({ resource, tags, account }) => ({
      GroupId: resource.id,
      GroupName: resource.name,
      Description: resource.description,
      OwnerId: account,
      PrimaryVpcId: resource.vpcId,
      Tags: toTagList(tags),
    })),
  };
};

/** Source: "GetSecurityGroupsForVpc", "Filters". */
const filters: FilterTable<Described<SecurityGroup>> = {
  "group-id": ({ resource }) => [resource.id],
  description: ({ resource }) => [resource.description],
  "group-name": ({ resource }) => [resource.name],
  "owner-id": ({ account }) => [account],
  "primary-vpc-id": ({ resource }) => [resource.vpcId],
};
