import { isIPv6 } from "node:net";
import type { IpPermission } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { groupNotFound, invalidParameterValue, missingParameter, notSupported } from "../errors.ts";
import { fromCidr, toCidr } from "../network/cidr.ts";
import { checkId } from "../resources/resource-id.ts";
import type { Peer, Rule } from "./rule.ts";
import { type SecurityGroup, securityGroups } from "./security-group.ts";

/** A rule of a group that has no id yet. */
export type NewRule = Omit<Rule, "id">;

/** The older members of a call, which say one permission with one peer. */
export interface FlatPermission {
  readonly CidrIp?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly IpProtocol?: string | undefined;
  readonly SourceSecurityGroupName?: string | undefined;
  readonly SourceSecurityGroupOwnerId?: string | undefined;
}

/** What a call gives, in one form. Throws if it gives nothing. */
export function givenPermissions(
  permissions: readonly IpPermission[] | undefined,
  flat: FlatPermission,
): readonly IpPermission[] {
  const { CidrIp, FromPort, ToPort, IpProtocol, SourceSecurityGroupName: name } = flat;
  if (permissions !== undefined && permissions.length > 0) return permissions;
  if (name !== undefined)
    return [
      {
        IpProtocol: IpProtocol ?? "-1",
        FromPort,
        ToPort,
        UserIdGroupPairs: [{ GroupName: name, UserId: flat.SourceSecurityGroupOwnerId }],
      },
    ];
  if (IpProtocol === undefined && CidrIp === undefined) throw missingParameter("ipPermissions");
  return [{ IpProtocol, FromPort, ToPort, IpRanges: CidrIp === undefined ? [] : [{ CidrIp }] }];
}

/** Each peer of a permission is a rule. Throws for what EC2 refuses. Source: "AuthorizeSecurityGroupIngress", "IpPermission". */
export async function readPermissions(
  tx: ReadTransaction,
  permissions: readonly IpPermission[],
  { group, isEgress }: { readonly group: SecurityGroup; readonly isEgress: boolean },
  place: Place,
): Promise<NewRule[]> {
  const rules: NewRule[] = [];
  for (const permission of permissions) {
    const range = readRange(permission);
    const add = (peer: Peer, description: string | undefined) => {
      checkDescription(description);
      rules.push({ groupId: group.id, isEgress, ...range, peer, description: description || undefined });
    };
    for (const { CidrIp, Description } of permission.IpRanges ?? []) add({ cidr: checkBlock(CidrIp) }, Description);
    for (const { CidrIpv6, Description } of permission.Ipv6Ranges ?? [])
      add({ cidr6: checkBlock6(CidrIpv6) }, Description);
    if (permission.PrefixListIds?.length) throw notSupported("PrefixListIds");
    for (const pair of permission.UserIdGroupPairs ?? [])
      add(await readGroup(tx, pair, group, place), pair.Description);
  }
  if (rules.length === 0)
    throw invalidParameterValue("Invalid value 'null' for cidrIp. A rule must have a source or destination.");
  return rules;
}

const protocols: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", all: "-1" };

/** Names and numbers are the same; a range that is not given is all. */
export function readRange({ IpProtocol, FromPort, ToPort }: Pick<IpPermission, "IpProtocol" | "FromPort" | "ToPort">) {
  if (IpProtocol === undefined) throw missingParameter("ipProtocol");
  const given = IpProtocol.toLowerCase();
  const protocol = Object.hasOwn(protocols, given) ? (protocols[given] ?? given) : given;
  const isKnown = ["-1", "tcp", "udp", "icmp", "icmpv6"].includes(protocol);
  if (!isKnown && !(/^\d{1,3}$/.test(protocol) && Number(protocol) <= 255))
    throw invalidParameterValue(`Invalid value '${IpProtocol}' for IP protocol. Unknown protocol.`);
  if (protocol === "tcp" || protocol === "udp") {
    if (FromPort === undefined || ToPort === undefined)
      throw invalidParameterValue("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    for (const port of [FromPort, ToPort])
      if (port < 0 || port > 65_535) throw invalidParameterValue(`TCP/UDP port (${port}) out of range`);
    if (FromPort > ToPort) throw invalidParameterValue(`Invalid TCP/UDP port range (${FromPort}:${ToPort})`);
    return { protocol, fromPort: FromPort, toPort: ToPort };
  }
  if (protocol === "icmp" || protocol === "icmpv6") {
    for (const value of [FromPort ?? -1, ToPort ?? -1])
      if (value < -1 || value > 255) throw invalidParameterValue(`ICMP code (${value}) out of range`);
    return { protocol, fromPort: FromPort ?? -1, toPort: ToPort ?? -1 };
  }
  return { protocol, fromPort: -1, toPort: -1 };
}

export function checkBlock(text: string | undefined): string {
  const network = fromCidr(text ?? "");
  if (!network) throw invalidParameterValue(`CIDR block ${text} is malformed`);
  return toCidr(network);
}

export function checkBlock6(text = ""): string {
  const [address = "", bits = "", ...rest] = text.split("/");
  if (!isIPv6(address) || !/^\d{1,3}$/.test(bits) || Number(bits) > 128 || rest.length > 0)
    throw invalidParameterValue(`CIDR block ${text} is malformed`);
  return text;
}

async function readGroup(
  tx: ReadTransaction,
  { GroupId, GroupName, UserId, VpcPeeringConnectionId }: NonNullable<IpPermission["UserIdGroupPairs"]>[number],
  group: SecurityGroup,
  place: Place,
): Promise<Peer> {
  if (VpcPeeringConnectionId !== undefined) throw notSupported("VpcPeeringConnectionId");
  if (UserId !== undefined && UserId !== place.account) throw notSupported("groups of other accounts");
  if (GroupId !== undefined) {
    checkId(GroupId, "sg", "InvalidGroupId");
    const found = await securityGroups.find(tx, place, GroupId);
    if (found?.vpcId !== group.vpcId) throw groupNotFound(GroupId);
    return { groupId: GroupId, account: place.account };
  }
  const found = (await securityGroups.listOf(tx, place, group.vpcId)).find(({ name }) => name === GroupName);
  if (!found) throw groupNotFound(GroupName ?? "");
  return { groupId: found.id, account: place.account };
}

export function checkDescription(description: string | undefined): void {
  if (description === undefined || /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/.test(description)) return;
  throw invalidParameterValue(
    "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
  );
}
