import type { AttributeDefinition, Table } from "./table.ts";

/** What no key has any more is defined no longer. */
export function usedAttributes(
  attributes: readonly AttributeDefinition[],
  table: Pick<Table, "keySchema" | "localIndexes" | "globalIndexes">,
): AttributeDefinition[] {
  const { keySchema, localIndexes, globalIndexes } = table;
  const keys = [keySchema, ...[...localIndexes, ...globalIndexes].map((index) => index.keySchema)].flat();
  return attributes.filter((one) => keys.some(({ AttributeName }) => AttributeName === one.AttributeName));
}
