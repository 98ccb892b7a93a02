import { attributeOf, type Item } from "../values/attribute-value.ts";
import { checkIndexKey, type IndexKey, type KeyAttribute } from "../values/check-key.ts";
import { validationException } from "../values/validation-exception.ts";
import type { Condition } from "./condition.ts";
import type { DocumentPath } from "./document-path.ts";
import type { Update } from "./update.ts";

/** Checks what an update writes against the keys of the table and its indexes. */
export function checkUpdatedAttributes(
  update: Update,
  schema: readonly KeyAttribute[],
  indexes: readonly IndexKey[],
): void {
  for (const { name } of schema) {
    if (update.targets.some(({ path }) => path[0] === name))
      throw validationException(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
  }
  for (const { indexName, key } of indexes) {
    for (const { name, type } of key) {
      const target = update.targets.find(({ path }) => path.length === 1 && path[0] === name);
      if (target?.type !== undefined && target.type !== type)
        throw validationException(
          `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type} Actual: ${target.type} IndexName: ${indexName}`,
        );
    }
  }
  checkScalarKeys(update.paths, schema, indexes);
}

/** Checks the keys of indexes in an item that an update has made. */
export function checkUpdatedItem(item: Item, update: Update, indexes: readonly IndexKey[]): void {
  for (const index of indexes) {
    for (const { name, type } of index.key) {
      const value = attributeOf(item, name);
      if (!value || !update.targets.some(({ path }) => path[0] === name)) continue;
      if (value[type] === undefined)
        throw validationException(
          "The update expression attempted to update the secondary index key to unsupported type",
        );
    }
    checkIndexKey(item, index);
  }
}

/** Checks that no path goes into an attribute that is part of a key: those have nothing in them. */
export function checkScalarKeys(
  paths: readonly DocumentPath[],
  schema: readonly KeyAttribute[],
  indexes: readonly IndexKey[],
): void {
  const nested = new Set(paths.flatMap((path) => (path.length > 1 ? [path[0] as string] : [])));
  if (nested.size === 0) return;
  const words = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed";
  for (const { name } of schema) if (nested.has(name)) throw validationException(`${words}: Key: ${name}`);
  for (const { key } of indexes)
    for (const { name } of key) if (nested.has(name)) throw validationException(`${words}: IndexKey: ${name}`);
}

/** Checks that a query's filter looks at no attribute of the key that it queries. */
export function checkFilteredAttributes(
  filter: Condition,
  parameter: "Filter Expression" | "QueryFilter",
  schema: readonly KeyAttribute[],
): void {
  for (const { name } of schema) {
    if (filter.paths.some((path) => path[0] === name))
      throw validationException(
        `${parameter} can only contain non-primary key attributes: Primary key attribute: ${name}`,
      );
  }
}
