import type { Place } from "../../service.ts";
import { standingId } from "../resources/resource-id.ts";
import { zonesOf } from "./zones.ts";

/**
 * What each account has in each region from its beginning: a VPC 172.31.0.0/16 with a subnet in every zone and a security group. It has no rows, since it is the
 * same wherever it is asked for. Source: "Default VPCs".
 */
export interface DefaultNetwork {
  readonly vpcId: string;
  readonly cidr: string;
  readonly dhcpOptionsId: string;
  readonly groupId: string;
  readonly subnets: readonly Subnet[];
}

export interface Subnet {
  readonly id: string;
  readonly cidr: string;
  readonly zone: string;
  readonly zoneId: string;
}

/** Of a subnet: 4,096 addresses, of which AWS keeps the first four and the last. */
export const subnetAddresses = 4_096;

export function defaultNetwork(place: Place): DefaultNetwork {
  return {
    vpcId: standingId("vpc", place, "default"),
    cidr: "172.31.0.0/16",
    dhcpOptionsId: standingId("dopt", place, "default"),
    groupId: standingId("sg", place, "default"),
    subnets: zonesOf(place.region).map(({ name, id }, index) => ({
      id: standingId("subnet", place, name),
      cidr: `172.31.${index * 16}.0/20`,
      zone: name,
      zoneId: id,
    })),
  };
}

/** The address at a place in a subnet. */
export function addressAt(subnet: Subnet, offset: number): string {
  const third = Number(subnet.cidr.split(".")[2]) + Math.floor(offset / 256);
  return `172.31.${third}.${offset % 256}`;
}

export function subnetArn({ account, region }: Place, id: string): string {
  return `arn:aws:ec2:${region}:${account}:subnet/${id}`;
}

/** `ip-172-31-5-9.ec2.internal`: us-east-1's names are older than the others'. Source: "EC2 instance hostnames and domains". */
export function privateName(address: string, region: string): string {
  const host = `ip-${address.replaceAll(".", "-")}`;
  return region === "us-east-1" ? `${host}.ec2.internal` : `${host}.${region}.compute.internal`;
}

export function publicName(address: string, region: string): string {
  const host = `ec2-${address.replaceAll(".", "-")}`;
  return region === "us-east-1" ? `${host}.compute-1.amazonaws.com` : `${host}.${region}.compute.amazonaws.com`;
}
