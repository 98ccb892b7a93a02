import { type NamedHosts, parseHost } from "./host-name.ts";
import type { HttpRequest } from "./http/http-request.ts";

/**
 * Two lists: the names that a request may ask for, and the origins whose pages may use the server as if they were the user. AWS's own
 * names are on the first only: the machine's configuration may lead a program's `s3.amazonaws.com` here, but whose page stands at
 * `anything.s3.amazonaws.com` nobody knows. The reasons of each are in docs/decisions/0001-open-mode-and-browsers.md.
 */
export interface AllowedHosts {
  /** Whether a request's Host is a name or address of this server. A page's foreign name that was rebound to this machine is none. */
  readonly isOurs: (request: HttpRequest) => boolean;
  /** The same of a name by itself, as a TLS handshake has it. */
  readonly isOurName: (name: string) => boolean;
  /** Whether the console and Squall's own paths stand at the host: where no bucket, website or function URL has pages of its own. */
  readonly isConsole: (host: string) => boolean;
  /** Whether the host is one of a resource that has hosts of its own: a bucket's. */
  readonly isOfResource: (host: string) => boolean;
  /** Whether an `Origin` is of a page of this machine, and none that a bucket or function of the server shows. */
  readonly isLocalOrigin: (origin: string, request: HttpRequest) => boolean;
}

export interface HostNames {
  /** What `--allow-host` names. */
  readonly allowed: readonly string[];
  /** What the server listens on, and the machine's own name. */
  readonly own: readonly string[];
  /** Whether every address counts: none can be pointed elsewhere, but a server behind others does not know its own. */
  readonly anyAddress: boolean;
  /** The services whose resources have hosts of their own. */
  readonly virtualHosts?: readonly NamedHosts[];
}

/** `host` is in lower case and without a port everywhere, as in HttpRequest. */
export function createAllowedHosts(names: HostNames): AllowedHosts {
  const { allowed, own, anyAddress, virtualHosts = [] } = names;
  const named: ReadonlySet<string> = new Set([...allowed, ...own].map(toHost).filter((name) => !isUnspecified(name)));
  const stands = (host: string): boolean =>
    named.has(host) || (!awsName.test(`.${host}`) && Object.keys(parseHost(host, virtualHosts)).length === 0);
  // Asked of every request, nearly always for the same host as before.
  let last = { host: "", isConsole: stands("") };
  const isConsole = (host: string): boolean => {
    if (last.host !== host) last = { host, isConsole: stands(host) };
    return last.isConsole;
  };
  const isOurName = (host: string): boolean => localName.test(host) || named.has(host) || awsName.test(host);
  return {
    isOurs: (request) => {
      const host = withoutDot(request.host);
      // Every browser sends a Host.
      if (host === "" || isOurName(host)) return true;
      if (anyAddress && address.test(host) && !isUnspecified(host)) return true;
      return host === toHost(request.localAddress());
    },
    isOurName,
    isConsole: (host) => isConsole(withoutDot(host)),
    isOfResource: (host) => parseHost(host, virtualHosts).resource !== undefined,
    isLocalOrigin: (origin, request) => {
      if (!URL.canParse(origin)) return false;
      const { protocol, hostname, port } = new URL(origin);
      if (protocol !== "http:" && protocol !== "https:") return false;
      const host = withoutDot(hostname);
      if (named.has(host)) return true;
      if (!localName.test(host)) return false;
      // On another port it's another program of the user's; on this one it may be what somebody has uploaded.
      return (port || defaultPorts[protocol]) !== portOf(request) || isConsole(host);
    },
  };
}

/**
 * Names and addresses that are this machine wherever they are resolved. `localhost.localstack.cloud` is a public name that resolves to
 * 127.0.0.1 with all below it; tools made for port 4566 use it.
 */
const localName = /^(?:[a-z0-9._-]+\.)?localhost(?:\.localstack\.cloud)?$|^127(?:\.\d{1,3}){3}$|^\[::1\]$/;
/** AWS's own; no one else can point them anywhere but by the machine's configuration. */
const awsName = /^[a-z0-9.-]*\.(?:amazonaws\.com(?:\.cn)?|api\.aws|on\.aws)$/;

const address = /^\d{1,3}(?:\.\d{1,3}){3}$|^\[[0-9a-f:.]+\]$/;

const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

function portOf({ headers, scheme }: HttpRequest): string | undefined {
  return /:(\d+)$/.exec(headers.host ?? "")?.[1] ?? defaultPorts[`${scheme}:`];
}

/** `localhost.` is the same name, written in full. */
function withoutDot(host: string): string {
  return host.endsWith(".") ? host.slice(0, -1) : host;
}

/** A name or address as a Host header has it: IPv6 in brackets. */
function toHost(name: string): string {
  const host = name.replace(/^::ffff:(?=\d+\.)/, "").toLowerCase();
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

/** "All addresses" is a place to listen, and to a browser one more way to this machine; it's nobody's name. */
function isUnspecified(host: string): boolean {
  return host === "0.0.0.0" || host === "[::]" || host === "";
}
