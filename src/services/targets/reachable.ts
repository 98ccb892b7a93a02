import { lookup } from "node:dns/promises";
import { BlockList } from "node:net";
import { isOwnAddress } from "../../platform/own-addresses.ts";
import type { ServiceHost } from "../service-host.ts";

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** Names of this machine that no resolver need know. */
const ownNames = /^(?:.+\.)?localhost(?:\.localstack\.cloud)?$/i;

/** Where a name of a URL leads. Rejects for one that leads nowhere. */
export async function lookUp(hostname: string): Promise<Address> {
  if (ownNames.test(hostname)) return { address: "127.0.0.1", family: 4 };
  const name = hostname.replace(/^\[|\]$/g, "");
  return lookup(name, { verbatim: true });
}

/**
 * What an endpoint may be that a user has named (a topic's subscriber, an API destination, who gives out its tokens). In `enforce` mode, where strangers may name
 * one, it is what functions reach (decision 19, `--function-network`): the outside and Squall's own port, but nothing else of this machine, which answers whoever
 * comes from itself; with `squall` its own port alone, with `host` the machine, too. In neither mode Squall's own paths, which believe who comes from this machine and
 * are closed to functions, which may name endpoints; nor the addresses at which clouds tell a machine's secrets.
 */
export function mayReach(
  { port, pathname, protocol }: URL,
  { address }: Address,
  config: Pick<ServiceHost["config"], "auth" | "endpoint" | "functionNetwork">,
): boolean {
  if (isMetadata(address)) return false;
  const own = new URL(config.endpoint());
  const asked = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  const isOwnPort = asked === (own.port === "" ? "80" : own.port);
  const path = normalized(pathname);
  if (isOwnPort && /^\/_squall(?:\/|$)/.test(path)) return false;
  if (config.auth !== "enforce") return true;
  if (isOwnPort && /^\/_aws(?:\/|$)/.test(path)) return false;
  if (config.functionNetwork === "host") return true;
  if (isOwnAddress(address)) return isOwnPort;
  return config.functionNetwork === "outside";
}

const metadata = new BlockList();
metadata.addSubnet("169.254.0.0", 16, "ipv4");
metadata.addAddress("100.100.100.200", "ipv4");
metadata.addAddress("168.63.129.16", "ipv4");
metadata.addAddress("192.0.0.192", "ipv4");
metadata.addSubnet("fe80::", 10, "ipv6");
metadata.addSubnet("fd00:ec2::", 32, "ipv6");
metadata.addAddress("fd20:ce::254", "ipv6");
metadata.addAddress("fd00:c1::a9fe:a9fe", "ipv6");
/** IPv4 as networks of IPv6 alone write it. */
metadata.addSubnet("64:ff9b::a9fe:0", 112, "ipv6");
metadata.addAddress("64:ff9b::6464:64c8", "ipv6");
metadata.addAddress("64:ff9b::a83f:8110", "ipv6");

/** Link-local addresses, and those of the clouds that are not. IPv4 may stand in an address of IPv6: the list knows it. */
function isMetadata(address: string): boolean {
  return metadata.check(address.replace(/%.*$/, ""), address.includes(":") ? "ipv6" : "ipv4");
}

/** As a server may read it: without encoding and double slashes. */
function normalized(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
      .replace(/\/{2,}/g, "/")
      .toLowerCase();
  } catch {
    return pathname.toLowerCase();
  }
}
