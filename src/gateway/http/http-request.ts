import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { RequestHead } from "../../wire/wire.ts";
import type { VerifiedSocket } from "../tls/tls-door.ts";
import type { RequestBody } from "./request-body.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";

/** One HTTP request, the same for HTTP/1.1 and HTTP/2. Its path and query are as the client wrote them: signatures cover that text. */
export interface HttpRequest extends RequestHead {
  /** What follows the `?`, still encoded. */
  readonly rawQuery: string;
  /** Lower case, without a port: `bucket.s3.us-east-1.amazonaws.com`. */
  readonly host: string;
  /** How the client came: to a trusted proxy it may have been by TLS. */
  readonly scheme: "http" | "https";
  readonly sourceIp: string;
  /** It came by a function's own network. */
  readonly isOfFunction?: boolean;
  /** The host is a domain name of a service's user. */
  readonly isCustomDomain?: boolean;
  /** What the client has shown of itself in the handshake (DER), verified for this very host; undefined where nobody had to. */
  readonly clientCertificate?: () => Buffer | undefined;
  /** Both ends of its connection, like `127.0.0.1:80`. */
  readonly ends?: () => { readonly from: string; readonly to: string };
  /** What the client has shown and has the key of, in DER; who has signed it nobody has looked at. Undefined for who has shown none, or came through a proxy. */
  readonly shownCertificate?: () => Buffer | undefined;
  /** The address of this machine at which the connection came in. Only asked for where the Host is no name of ours, and costs a system call. */
  readonly localAddress: () => string;
  /** Names and values in turn, as they came: repeated ones are still several. HTTP/2's own (`:path`) are among them. */
  readonly rawHeaders: readonly string[];
  readonly body: RequestBody;
  /** The client wants a WebSocket: an answer with one is taken, any other ends the connection. */
  readonly wantsWebSocket?: boolean;
  /** Aborted when the client goes away before it has its answer. */
  readonly signal: AbortSignal;
}

export interface CameBy {
  /** A function's own network. */
  readonly isOfFunction: boolean;
  readonly proxies?: TrustedProxies | undefined;
  readonly wantsWebSocket?: boolean;
}

export function toHttpRequest(
  message: IncomingMessage | Http2ServerRequest,
  body: RequestBody,
  signal: AbortSignal,
  { isOfFunction, proxies, wantsWebSocket }: CameBy,
): HttpRequest {
  const url = message.url ?? "/";
  const queryAt = url.indexOf("?");
  const rawQuery = queryAt < 0 ? "" : url.slice(queryAt + 1);
  const headers = readHeaders(message);
  const address = message.socket?.remoteAddress?.replace(/^::ffff:/, "") ?? "";
  const forwarded = proxies?.readForwarded(address, message.rawHeaders);
  return {
    method: message.method ?? "GET",
    path: pathOf(queryAt < 0 ? url : url.slice(0, queryAt)),
    rawQuery,
    query: rawQuery === "" ? noQuery : [...new URLSearchParams(rawQuery)],
    headers,
    host: (headers.host ?? "").replace(/:\d+$/, "").toLowerCase(),
    scheme: forwarded?.scheme ?? (isEncrypted(message) ? "https" : "http"),
    sourceIp: forwarded?.sourceIp ?? address,
    shownCertificate: () =>
      forwarded ? undefined : shownCertificateOf(message.socket as Partial<TLSSocket> | undefined),
    localAddress: () => message.socket?.localAddress ?? "",
    rawHeaders: forwarded?.rawHeaders ?? message.rawHeaders,
    isOfFunction,
    wantsWebSocket: wantsWebSocket ?? false,
    clientCertificate: () => certificateOf(message, headers.host),
    ends: () => endsOf(message.socket),
    body,
    signal,
  };
}

function isEncrypted({ socket }: IncomingMessage | Http2ServerRequest): boolean {
  return (socket as Partial<TLSSocket> | undefined)?.encrypted === true;
}

function shownCertificateOf(socket: Partial<TLSSocket> | undefined): Buffer | undefined {
  const { raw } = (socket?.getPeerCertificate?.() ?? {}) as { readonly raw?: Buffer };
  return raw;
}

function certificateOf({ socket }: IncomingMessage | Http2ServerRequest, host = ""): Buffer | undefined {
  const { verifiedFor } = (socket ?? {}) as Partial<VerifiedSocket>;
  if (verifiedFor === undefined || verifiedFor !== host.replace(/:\d+$/, "").toLowerCase()) return undefined;
  return (socket as TLSSocket).getPeerX509Certificate()?.raw;
}

function endsOf(socket: Partial<Socket> | undefined): { from: string; to: string } {
  const { remoteAddress = "", remotePort = 0, localAddress = "", localPort = 0 } = socket ?? {};
  const plain = (address: string) => address.replace(/^::ffff:/, "");
  return { from: `${plain(remoteAddress)}:${remotePort}`, to: `${plain(localAddress)}:${localPort}` };
}

const noQuery: readonly (readonly [string, string])[] = [];

/** A proxy's client may send the absolute form, `GET http://host/path`. */
function pathOf(target: string): string {
  if (target.startsWith("/")) return target;
  const match = /^[a-z]+:\/\/[^/]+(\/.*)?$/i.exec(target);
  return match ? (match[1] ?? "/") : "/";
}

/**
 * Signatures and clients name headers: what every object has is none of them. Made by a constructor, since the engine keeps what
 * `Object.create(null)` gives as a hash table, which every request would pay for.
 */
// biome-ignore lint/complexity/useArrowFunction: an arrow function is no constructor.
const Headers = function () {} as unknown as new () => Record<string, string>;
Headers.prototype = Object.create(null);

function readHeaders(message: IncomingMessage | Http2ServerRequest): Record<string, string> {
  const headers = new Headers();
  const given = message.headers;
  for (const name in given) {
    const value = given[name];
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(", ") : value;
    if (name === ":authority") headers.host ??= text;
    else if (!name.startsWith(":")) headers[name] = text;
  }
  return headers;
}
