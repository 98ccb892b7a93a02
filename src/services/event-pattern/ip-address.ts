/**
 * An address as its bytes in hexadecimal digits, 8 of them or 32; undefined for what is none. IPv6 may be shortened. AWS takes for an address only what
 * consists of such characters: names are never looked up.
 */
export function readIpAddress(text: string): string | undefined {
  if (text.length > longest) return undefined;
  return v4.test(text) ? readV4(text) : v6.test(text) ? readV6(text) : undefined;
}

const longest = 45;
const v4 = /^\d+\.\d+\.\d+\.\d+$/;
const v6 = /^[0-9a-fA-F]*:[0-9a-fA-F:]*$/;

function readV4(text: string): string | undefined {
  let hex = "";
  for (const part of text.split(".")) {
    const byte = Number(part);
    if (byte > 255) return undefined;
    hex += byte.toString(16).padStart(2, "0");
  }
  return hex;
}

function readV6(text: string): string | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const before = readGroups(head);
  const after = tail === undefined ? [] : readGroups(tail);
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ..."0".repeat(missing), ...after]
    .map((group) => group.padStart(4, "0"))
    .join("")
    .toLowerCase();
}

function readGroups(text: string): string[] | undefined {
  if (text === "") return [];
  const groups = text.split(":");
  return groups.every((group) => group.length >= 1 && group.length <= 4) ? groups : undefined;
}

export interface AddressRange {
  readonly first: string;
  readonly last: string;
}

/** The addresses of a block, or what AWS says is wrong with it. */
export function readCidr(text: string): AddressRange | string {
  const [address = "", mask = "", ...more] = text.split("/");
  if (!text.includes("/") || more.length > 0 || address === "" || mask === "")
    return "Malformed CIDR, one '/' required";
  if (!/^[+-]?\d{1,9}$/.test(mask)) return "Malformed CIDR, mask bits must be an integer";
  const bits = Number(mask);
  if (bits < 0) return "Malformed CIDR, mask bits must not be negative";
  const hex = readIpAddress(address);
  if (hex === undefined) return `Nonstandard IP address: ${address}`;
  const size = hex.length * 4;
  if (bits >= size) return size === 32 ? "IPv4 mask bits must be < 32" : "IPv6 mask bits must be < 128";
  const free = (1n << BigInt(size - bits)) - 1n;
  const value = BigInt(`0x${hex}`);
  const digits = (address: bigint) => address.toString(16).padStart(hex.length, "0");
  return { first: digits(value & ~free), last: digits(value | free) };
}
