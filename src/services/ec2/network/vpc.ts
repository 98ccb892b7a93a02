import type { Vpc as WireVpc } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { toTagList } from "../../tags.ts";
import { vpcNotFound } from "../errors.ts";
import type { Described } from "../resources/describe-kind.ts";
import { defineKind } from "../resources/kind.ts";
import { defaultCidr, defaultIds } from "./default-network.ts";

export interface Vpc {
  readonly id: string;
  readonly cidr: string;
  readonly isDefault: boolean;
  readonly tenancy: "default" | "dedicated";
  readonly hasDnsSupport: boolean;
  readonly hasDnsHostnames: boolean;
  readonly hasUsageMetrics: boolean;
  /** Each VPC has one access list, which lets everything through. */
  readonly aclId: string;
  readonly dhcpOptionsId: string;
}

export const vpcs = defineKind<Vpc>({
  name: "vpc",
  prefix: "vpc",
  code: "InvalidVpcID",
  notFound: vpcNotFound,
  standing: (place) => {
    const { vpcId, aclId, dhcpOptionsId } = defaultIds(place);
    return [{ ...newVpc(vpcId, aclId, dhcpOptionsId), cidr: defaultCidr, isDefault: true, hasDnsHostnames: true }];
  },
});

/** Without its network. */
export function newVpc(id: string, aclId: string, dhcpOptionsId: string): Omit<Vpc, "cidr"> {
  return {
    id,
    isDefault: false,
    tenancy: "default",
    hasDnsSupport: true,
    hasDnsHostnames: false,
    hasUsageMetrics: false,
    aclId,
    dhcpOptionsId,
  };
}

/** Undefined for an account that has deleted it. */
export async function findDefaultVpc(tx: ReadTransaction, place: Place): Promise<Vpc | undefined> {
  return (await vpcs.list(tx, place)).find(({ isDefault }) => isDefault);
}

export function toVpc({ resource: vpc, tags, account }: Described<Vpc>, State: "available" | "pending"): WireVpc {
  const association = {
    AssociationId: cidrAssociationId(vpc),
    CidrBlock: vpc.cidr,
    CidrBlockState: { State: "associated" },
  } as const;
  return {
    VpcId: vpc.id,
    OwnerId: account,
    State,
    CidrBlock: vpc.cidr,
    CidrBlockAssociationSet: [association],
    DhcpOptionsId: vpc.dhcpOptionsId,
    InstanceTenancy: vpc.tenancy,
    Ipv6CidrBlockAssociationSet: [],
    IsDefault: vpc.isDefault,
    Tags: toTagList(tags),
  };
}

export function cidrAssociationId({ id }: Vpc): string {
  return id.replace("vpc-", "vpc-cidr-assoc-");
}
