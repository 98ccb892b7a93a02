import type { Rule } from "../rule.ts";
import { importsOf, isTestCode, roomOf } from "../source-tree.ts";

/** platform ← storage, sandbox, cluster (which knows storage) ← services ← labs ← gateway ← server ← cli, main; wire ← gateway; a service never imports another. */
export const importDirection: Rule = function* ({ files }) {
  for (const file of files) {
    if (isTestCode(file.path)) continue;
    const from = roomOf(file.path);
    for (const target of importsOf(file)) {
      // Types, as those of the SDK's packages.
      if (target.startsWith("tools/sdk/")) continue;
      const to = roomOf(target);
      if (to !== from && !allowed[from]?.includes(to))
        yield `${file.path} imports ${target}: ${from} must not know ${to}`;
      const service = serviceOf(file.path);
      const other = serviceOf(target);
      if (service && other && service !== other) yield `${file.path} imports another service: ${target}`;
    }
  }
};

const allowed: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  wire: ["platform"],
  storage: ["platform"],
  sandbox: ["platform", "runtimes"],
  cluster: ["platform", "storage"],
  services: ["platform", "storage", "sandbox", "cluster"],
  labs: ["platform", "storage", "services"],
  gateway: ["platform", "storage", "cluster", "services", "labs", "wire"],
  config: ["platform"],
  server: ["platform", "storage", "sandbox", "cluster", "services", "labs", "gateway", "wire", "config"],
  cli: ["platform", "storage", "sandbox", "services", "labs", "gateway", "wire", "config", "server"],
  main: ["cli"],
};

/** Rooms under `services/` that are no service: each may use them. */
const shared: ReadonlySet<string> = new Set([
  "block-storage",
  "event-pattern",
  "flows",
  "policy-language",
  "event-sources",
  "http-proxy",
  "execute-api",
  "web-token",
  "regex",
  "schedule-expression",
  "signature",
  "targets",
  "timers",
  "traces",
  "usage",
]);

function serviceOf(path: string): string | undefined {
  const folder = /^src\/services\/([^/]+)\//.exec(path)?.[1];
  return folder === undefined || shared.has(folder) ? undefined : folder;
}
