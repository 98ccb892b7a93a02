import { BlockList, isIP, isIPv6 } from "node:net";

/** Who asked, where what connected only passed it on. */
export interface Forwarded {
  readonly sourceIp: string;
  readonly scheme: "http" | "https";
  /** As the client sent them: without what trusted proxies have added about it. */
  readonly rawHeaders: readonly string[];
}

/** The load balancers whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. Anybody can send these headers: of others they say nothing. */
export interface TrustedProxies {
  /** Undefined if the address that connected is none of them. Headers are names and values in turn. */
  readForwarded(address: string, rawHeaders: readonly string[]): Forwarded | undefined;
}

/** `proxies` are addresses and networks (`10.0.0.0/8`) that `isNetwork` has let pass. Undefined without any: then nobody is believed. */
export function createTrustedProxies(proxies: readonly string[]): TrustedProxies | undefined {
  if (proxies.length === 0) return undefined;
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = "", bits] = proxy.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (address: string) => trusted.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  return {
    readForwarded: (address, rawHeaders) => {
      if (!isIP(address) || !isTrusted(address)) return undefined;
      const passed = valuesOf(rawHeaders, "x-forwarded-for").flatMap((value) => value.split(","));
      let sourceIp = address;
      // Each proxy has written down, last, who connected to it. What stands before the first that is not trusted, that one may have made up.
      while (isTrusted(sourceIp)) {
        const before = plainAddress(passed.at(-1));
        if (before === undefined) break;
        sourceIp = before;
        passed.pop();
      }
      const scheme = valuesOf(rawHeaders, "x-forwarded-proto").at(-1)?.split(",").at(-1)?.trim().toLowerCase();
      return {
        sourceIp,
        scheme: scheme === "https" ? "https" : "http",
        rawHeaders: withoutForwarded(rawHeaders, passed.join(",").trim()),
      };
    },
  };
}

function valuesOf(rawHeaders: readonly string[], wanted: string): string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === wanted) values.push(rawHeaders[at + 1] ?? "");
  }
  return values;
}

/** Some proxies write a port, too: `192.0.2.1:4711`, `[2001:db8::1]:4711`. Undefined for what is no address. */
function plainAddress(text: string | undefined): string | undefined {
  const [, bracketed, withPort] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(text?.trim() ?? "") ?? [];
  const address = (bracketed ?? withPort ?? text?.trim() ?? "").replace(/^::ffff:/i, "");
  return isIP(address) ? address : undefined;
}

const aboutClient: ReadonlySet<string> = new Set(["x-forwarded-for", "x-forwarded-proto", "x-forwarded-port"]);

function withoutForwarded(rawHeaders: readonly string[], sentByClient: string): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (!aboutClient.has(name.toLowerCase())) kept.push(name, rawHeaders[at + 1] ?? "");
  }
  if (sentByClient !== "") kept.push("x-forwarded-for", sentByClient);
  return kept;
}
