/** A member whose desired value is not the one that was reported. JSON; undefined where it is not there. */
export interface Difference {
  /** `light.colour` */
  readonly path: string;
  readonly desired: string | undefined;
  readonly reported: string | undefined;
}

/** Where two states differ, by member: what is in one only is a difference, too. */
export function differencesOf(desired: unknown, reported: unknown): readonly Difference[] {
  const found: Difference[] = [];
  compare(desired ?? {}, reported ?? {}, "", found);
  return found;
}

function compare(desired: unknown, reported: unknown, path: string, found: Difference[]): void {
  if (isObject(desired) && isObject(reported)) {
    for (const name of new Set([...Object.keys(desired), ...Object.keys(reported)]))
      compare(desired[name], reported[name], path === "" ? name : `${path}.${name}`, found);
    return;
  }
  const [wanted, had] = [JSON.stringify(desired), JSON.stringify(reported)];
  if (wanted !== had) found.push({ path, desired: wanted, reported: had });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
