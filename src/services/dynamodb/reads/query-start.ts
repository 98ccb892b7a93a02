import { validationException } from "../errors.ts";
import { type KeyRange as AskedRange, passesKeyTest } from "../expressions/key-condition.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { attributeOf, type Item } from "../values/attribute-value.ts";
import { equalValues } from "../values/compare-values.ts";
import type { RowSource } from "./row-source.ts";
import { checkTableStart } from "./start-key.ts";

/** Checks that a query can go on behind this key. Throws ValidationException, in AWS's order. */
export function checkQueryStart(
  start: Item,
  table: KnownTable,
  source: RowSource,
  { hash, equal, last }: AskedRange,
): void {
  checkTableStart(start, table);
  const hashes = source.key.filter(({ isHash }) => isHash);
  const ranges = source.key.filter(({ isHash }) => !isHash);
  const isOfHash = hashes.every(({ name }, at) => equalValues(attributeOf(start, name)!, hash[at]!));
  if (equal.length === 0 && !last) {
    if (!isOfHash)
      throw validationException("The provided starting key is outside query boundaries based on provided conditions");
    return;
  }
  const value = (at: number) => attributeOf(start, ranges[at]!.name)!;
  const passes =
    equal.every((asked, at) => equalValues(value(at), asked)) && (!last || passesKeyTest(last, value(equal.length)));
  if (!passes) throw validationException("The provided starting key does not match the range key predicate");
  if (!isOfHash) throw validationException("The query can return at most one row and cannot be restarted");
}
