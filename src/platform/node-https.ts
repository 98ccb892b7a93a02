/** Node's HTTPS client, loaded by the first who speaks it: most servers never do. */
export function loadHttps(): typeof import("node:https") {
  return process.getBuiltinModule("node:https");
}
