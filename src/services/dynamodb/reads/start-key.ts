import { isNamed } from "../../../platform/aws-error.ts";
import { validationException } from "../errors.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { attributeOf, type Item, setAttribute } from "../values/attribute-value.ts";
import { checkKey, type KeyAttribute } from "../values/check-key.ts";
import { checkValue } from "../values/check-value.ts";
import type { RowSource } from "./row-source.ts";

/** Checks the values of an ExclusiveStartKey. Throws ValidationException. */
export function checkStartValues(start: Item | undefined): void {
  for (const name of Object.keys(start ?? {})) {
    try {
      checkValue(start![name]!);
    } catch (error) {
      const isPlain =
        error instanceof Error &&
        /contains duplicates|number set|numeric value|significant digits|number with magnitude/.test(error.message);
      throw isPlain ? error : invalidStart(error);
    }
  }
}

/** Checks that it has what tells a row of an index, which AWS looks at before anything else. */
export function checkIndexStart(start: Item, { identity, key }: RowSource, of: readonly KeyAttribute[] = key): void {
  if (Object.keys(start).length !== identity.length) throw invalidStart(undefined);
  for (const attribute of of) {
    if (!attributeOf(start, attribute.name)) throw invalidStart(undefined);
    checkKey(partOf(start, [attribute.name]), [attribute]);
  }
}

/** Checks that it has a key of the table. */
export function checkTableStart(start: Item, table: KnownTable): void {
  try {
    checkKey(
      partOf(
        start,
        table.key.map(({ name }) => name),
      ),
      table.key,
    );
  } catch (error) {
    throw isNamed(error, "ValidationException") ? invalidStart(error) : error;
  }
}

function partOf(item: Item, names: readonly string[]): Item {
  const part: Item = {};
  for (const name of names) {
    const value = attributeOf(item, name);
    if (value) setAttribute(part, name, value);
  }
  return part;
}

export function invalidStart(error: unknown): Error {
  const why = error instanceof Error ? `: ${error.message}` : "";
  return validationException(`The provided starting key is invalid${why}`);
}
