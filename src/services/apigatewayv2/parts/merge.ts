/** What an update leaves out stays; an empty text takes a member away. */
export function merge<T extends object>(former: T, changes: Readonly<Partial<T>>): T {
  const merged = { ...former } as Record<string, unknown>;
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    if (value === "") delete merged[name];
    else merged[name] = value;
  }
  return merged as T;
}

/**
 * A map's entries are changed one by one; an empty value takes one away. Source: "UpdateIntegration", `requestParameters`, as AWS's Terraform
 * provider relies on it.
 */
export function mergeMap<V>(
  former: Readonly<Record<string, V>> | undefined,
  changes: Readonly<Record<string, V>> | undefined,
): Record<string, V> | undefined {
  if (!changes) return former;
  const entries = new Map(Object.entries(former ?? {}));
  for (const [name, value] of Object.entries(changes)) {
    if (isEmpty(value)) entries.delete(name);
    else entries.set(name, value);
  }
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  return value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}
