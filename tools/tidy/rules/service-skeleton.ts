import type { Rule } from "../rule.ts";
import { importsOf, isTestCode } from "../source-tree.ts";

/**
 * One skeleton for every service, so that who knows one knows all: `model.ts` knows no state, `state.ts` no operation, and at a service's top
 * stand these files alone; what belongs to a noun stands in its room.
 */
export const serviceSkeleton: Rule = function* ({ files }) {
  for (const file of files) {
    const [, service, name] = /^src\/services\/([^/]+)\/([^/]+)\.ts$/.exec(file.path) ?? [];
    if (!service || !name || shared.has(service) || isTestCode(file.path)) continue;
    if (!names.has(name))
      yield `${file.path}: at a service's top stand ${[...names].join(", ")}; ${name} belongs into a noun's room`;
    const imported = importsOf(file).map((path) => path.replace(`src/services/${service}/`, ""));
    if (name === "model" && imported.some((path) => path === "state.ts" || path === "operation.ts"))
      yield `${file.path} knows the state: operation.ts is where both meet`;
    if (name === "state" && imported.some((path) => path === "operation.ts" || path.startsWith("operations/")))
      yield `${file.path} knows the operations`;
  }
};

const shared: ReadonlySet<string> = new Set([
  "usage",
  "http-proxy",
  "execute-api",
  "regex",
  "web-token",
  "targets",
  "timers",
  "traces",
  "signature",
  "event-pattern",
  "flows",
  "policy-language",
  "event-sources",
  "schedule-expression",
  "block-storage",
]);

const names: ReadonlySet<string> = new Set([
  "service",
  "model",
  "operation",
  "state",
  "errors",
  "limits",
  "migrations",
  "access-rules",
  "needs-no-space",
  "surfaces",
  "settings",
]);
