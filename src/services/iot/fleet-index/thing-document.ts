import type { Thing } from "../things/thing.ts";

/** What a thing is found by; `connected` has who is connected, where that is indexed: its fields, in the index's words. Source: "Managing thing indexing". */
export function thingDocument(
  name: string,
  { id, typeName, attributes }: Thing,
  connected: ReadonlyMap<string, number> | undefined,
): ReadonlyMap<string, string> {
  const fields = new Map<string, string>([
    ["thingName", name],
    ["thingId", id],
  ]);
  if (typeName !== undefined) fields.set("thingTypeName", typeName);
  for (const [key, value] of Object.entries(attributes)) fields.set(`attributes.${key}`, value);
  if (!connected) return fields;
  const sinceMs = connected.get(name);
  fields.set("connectivity.connected", String(sinceMs !== undefined));
  if (sinceMs !== undefined) fields.set("connectivity.timestamp", String(sinceMs));
  return fields;
}
