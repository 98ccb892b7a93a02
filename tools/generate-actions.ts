import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createServices } from "../src/services/index.ts";
import type { ActionOf, AnyService } from "../src/services/service.ts";

/** Writes what the console's policy editor offers: by prefix, the actions that Squall asks for. What is the same already is not written again. */
const folder = fileURLToPath(new URL("../console/src/policy/visual/generated/", import.meta.url));

const names = new Map<string, Set<string>>();
for (const { operations, access } of createServices({} as never)) {
  const table = (access.actions ?? {}) as Readonly<Record<string, string | ActionOf>>;
  const further = Object.values((access.also ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>)
    .flatMap(Object.values)
    .filter((rule): rule is string => typeof rule === "string");
  for (const operation of Object.keys(operations)) add(actionsOf(access, table[operation], operation));
  add(further);
}
// What is asked by name where a role is handed on, and no operation of.
add(["iam:PassRole"]);

const text = `${JSON.stringify(Object.fromEntries([...names].sort().map(([prefix, set]) => [prefix, [...set].sort()])))}\n`;
const file = `${folder}actions.json`;
if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
}

/** An action that depends on the input, as that on an object's version, is two. */
function actionsOf({ prefix }: AnyService["access"], rule: string | ActionOf | undefined, operation: string): string[] {
  if (typeof rule !== "function") return [rule ?? `${prefix}:${operation}`];
  return [{}, { VersionId: "v" }, { versionId: "v" }].flatMap((input) => {
    try {
      return [rule(input)];
    } catch {
      return [];
    }
  });
}

function add(actions: readonly string[]): void {
  for (const action of actions) {
    const [prefix = "", name = ""] = action.split(":");
    if (!/^[A-Za-z]\w*$/.test(name)) continue;
    const known = names.get(prefix) ?? new Set();
    names.set(prefix, known.add(name));
  }
}
