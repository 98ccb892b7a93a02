import type { Thing } from "../things/thing.ts";

/** What a thing is found by: its fields, in the index's words. Source: "Managing thing indexing". */
export function thingDocument(name: string, { id, typeName, attributes }: Thing): ReadonlyMap<string, string> {
  const fields = new Map<string, string>([
    ["thingName", name],
    ["thingId", id],
  ]);
  if (typeName !== undefined) fields.set("thingTypeName", typeName);
  for (const [key, value] of Object.entries(attributes)) fields.set(`attributes.${key}`, value);
  return fields;
}
