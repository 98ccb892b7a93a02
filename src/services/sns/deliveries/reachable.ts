import { lookup } from "node:dns/promises";
import type { ServiceHost } from "../../service.ts";

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
 * What an endpoint may be: in `enforce` mode, where strangers may subscribe, neither the addresses at which clouds tell a machine's secrets nor Squall's own paths,
 * which believe who comes from this machine. Everything else is as reachable as it is from a function.
 */
export function mayReach(
  { port, pathname, protocol }: URL,
  { address }: Address,
  config: Pick<ServiceHost["config"], "auth" | "endpoint">,
): boolean {
  if (config.auth !== "enforce") return true;
  if (isMetadata(address)) return false;
  const own = new URL(config.endpoint());
  const asked = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  const isOwnPort = asked === (own.port === "" ? "80" : own.port);
  return !(isOwnPort && /^\/_(?:squall|aws)(?:\/|$)/.test(normalized(pathname)));
}

/** Link-local ones, and those of the clouds that are not. IPv4 may stand in an address of IPv6. */
function isMetadata(address: string): boolean {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 !== undefined) return v4.startsWith("169.254.") || v4 === "100.100.100.200" || v4 === "192.0.0.192";
  return /^fe[89ab]/i.test(address) || /^fd00:ec2::/i.test(address) || /^::ffff:(?:a9fe|6464:64c8)/i.test(address);
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
