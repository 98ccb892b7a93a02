import type { IpPermission } from "@aws-sdk/client-ec2";
import type { Rule } from "./rule.ts";

/** Rules of one protocol and range are one permission with all their peers. */
export function toPermissions(rules: readonly Rule[]): IpPermission[] {
  const byRange = Map.groupBy(rules, ({ protocol, fromPort, toPort }) => `${protocol} ${fromPort} ${toPort}`);
  return [...byRange.values()].map((own) => {
    const [first] = own;
    const { protocol = "-1", fromPort = -1, toPort = -1 } = first ?? {};
    return {
      IpProtocol: protocol,
      ...(protocol !== "-1" && { FromPort: fromPort, ToPort: toPort }),
      IpRanges: own.flatMap(({ peer, description: Description }) =>
        "cidr" in peer ? [{ CidrIp: peer.cidr, Description }] : [],
      ),
      Ipv6Ranges: own.flatMap(({ peer, description: Description }) =>
        "cidr6" in peer ? [{ CidrIpv6: peer.cidr6, Description }] : [],
      ),
      PrefixListIds: own.flatMap(({ peer, description: Description }) =>
        "prefixListId" in peer ? [{ PrefixListId: peer.prefixListId, Description }] : [],
      ),
      UserIdGroupPairs: own.flatMap(({ peer, description: Description }) =>
        "groupId" in peer ? [{ GroupId: peer.groupId, UserId: peer.account, Description }] : [],
      ),
    };
  });
}
