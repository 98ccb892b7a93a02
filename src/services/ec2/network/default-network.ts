import type { Place } from "../../service.ts";
import { standingId } from "../resources/resource-id.ts";

/**
 * What each account has in each region from its beginning: a VPC 172.31.0.0/16 with a subnet in every zone, a gateway and a security group. Its ids are the same
 * wherever they are asked for. Source: "Default VPCs".
 */
export function defaultIds(place: Place) {
  return {
    vpcId: standingId("vpc", place, "default"),
    dhcpOptionsId: standingId("dopt", place, "default"),
    groupId: standingId("sg", place, "default"),
    routeTableId: standingId("rtb", place, "default"),
    gatewayId: standingId("igw", place, "default"),
    aclId: standingId("acl", place, "default"),
  };
}

export const defaultCidr = "172.31.0.0/16";

/** `ip-172-31-5-9.ec2.internal`: us-east-1's names are older than the others'. Source: "EC2 instance hostnames and domains". */
export function privateName(address: string, region: string): string {
  const host = `ip-${address.replaceAll(".", "-")}`;
  return region === "us-east-1" ? `${host}.ec2.internal` : `${host}.${region}.compute.internal`;
}

export function publicName(address: string, region: string): string {
  const host = `ec2-${address.replaceAll(".", "-")}`;
  return region === "us-east-1" ? `${host}.compute-1.amazonaws.com` : `${host}.${region}.compute.amazonaws.com`;
}
