/** Where a node is reached by the others. */
export interface NodeAddress {
  readonly host: string;
  readonly port: number;
}

/** `HOST:PORT`, with `[…]` around an IPv6 address. Undefined for what is none. */
export function readNodeAddress(text: string): NodeAddress | undefined {
  const [, host, port] = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) return undefined;
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

export function toAddressText({ host, port }: NodeAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
