/** An IPv4 network: its first address as a number, and how many bits name it. */
export interface Cidr {
  readonly first: number;
  readonly bits: number;
}

/** `10.0.0.0/16`; bits of the host are set to nothing, as EC2 does. Undefined for what is no network. */
export function fromCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((part) => part > 255) || bits > 32) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return { first: address - (address % sizeOf(bits)), bits };
}

/** An address as a number; undefined for what is none. */
export function fromAddress(text: string): number | undefined {
  return fromCidr(`${text}/32`)?.first;
}

export function toAddress(address: number): string {
  return [address / 2 ** 24, address / 2 ** 16, address / 256, address].map((part) => Math.floor(part) % 256).join(".");
}

export function toCidr({ first, bits }: Cidr): string {
  return `${toAddress(first)}/${bits}`;
}

export function addressesIn({ bits }: Cidr): number {
  return sizeOf(bits);
}

export function holds(outer: Cidr, inner: Cidr): boolean {
  return outer.bits <= inner.bits && inner.first >= outer.first && inner.first < outer.first + sizeOf(outer.bits);
}

export function overlaps(one: Cidr, other: Cidr): boolean {
  return holds(one, other) || holds(other, one);
}

function sizeOf(bits: number): number {
  return 2 ** (32 - bits);
}
