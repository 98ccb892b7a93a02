import { spawnSync } from "node:child_process";

/** What goes before a command so that it has those capabilities alone, where this is root; else it has none anyway. */
export function withinCapabilities(names: readonly string[]): string[] {
  if (!canDropPower()) return [];
  const set = ["-all", ...names.map((name) => `+${name.toLowerCase()}`)].join(",");
  return ["setpriv", "--bounding-set", set, "--inh-caps", "-all"];
}

/** The same for an ordinary user, who can get no power back. */
export function asUser(id: number): string[] {
  const user = ["--reuid", String(id), "--regid", String(id), "--clear-groups"];
  return ["setpriv", ...user, "--bounding-set", "-all", "--inh-caps", "-all", "--no-new-privs"];
}

export function canDropPower(): boolean {
  return process.getuid?.() === 0 && spawnSync("setpriv", ["--version"]).status === 0;
}
