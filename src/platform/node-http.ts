/**
 * Node's HTTP, for what is used of it at run time; types come from `node:http` as ever. An `import` of that module reads all it exports, and with
 * WebSocket that is Node's client for the web, which the server does not use: 12 MiB of memory and a tenth of a second of its start.
 */
export const http = process.getBuiltinModule("node:http");

/** HTTP/2, with the TLS it stands on, is loaded by the first who speaks it. */
export function loadHttp2(): typeof import("node:http2") {
  return process.getBuiltinModule("node:http2");
}

/** TLS, too, by the first who speaks it. */
export function loadTls(): typeof import("node:tls") {
  return process.getBuiltinModule("node:tls");
}
