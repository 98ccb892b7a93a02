import { notSupported } from "../errors.ts";

/** Members that would change what is done, and are not built, are refused by name. One that says what holds anyway (`false`, none) is let through. */
export function refuseOthers(others: Readonly<Record<string, unknown>>, prefix = ""): void {
  for (const [member, value] of Object.entries(others)) if (isGiven(value)) throw notSupported(`${prefix}${member}`);
}

export function isGiven(value: unknown): boolean {
  if (value === undefined || value === false || value === "") return false;
  return !(Array.isArray(value) && value.length === 0);
}
