import { isRecordOfItem, toItem } from "../items/item-json.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { type Item, setAttribute } from "../values/attribute-value.ts";
import { checkItemKeys } from "../values/check-key.ts";
import { checkItem } from "../values/check-value.ts";
import { validationException } from "../values/validation-exception.ts";

/** A line of DynamoDB's JSON: `{"Item": {…}}`. Throws ValidationException, or SyntaxError. */
export function fromJsonLine(line: string, table: KnownTable): Item {
  const given: unknown = JSON.parse(line);
  if (!isRecordOfItem(given)) throw validationException("Each line must have an Item");
  return checked(toItem(given.Item), table);
}

/** A row of CSV: all are strings, but for keys of the table and of its indexes. Throws ValidationException. */
export function fromCsvRow(fields: readonly string[], header: readonly string[], table: KnownTable): Item {
  if (fields.length > header.length) throw validationException("The row has more fields than there are headers");
  const item: Item = {};
  for (const [at, text] of fields.entries()) {
    const name = header[at]!;
    const type = table.attributes.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? "S";
    // An index has no rows for what is empty.
    if (text === "" && !table.key.some((key) => key.name === name) && isIndexKey(table, name)) continue;
    if (type === "N") setAttribute(item, name, { N: text });
    else if (type === "B") setAttribute(item, name, { B: Buffer.from(text, "base64") });
    else setAttribute(item, name, { S: text });
  }
  return checked(item, table);
}

function isIndexKey({ indexKeys }: KnownTable, name: string): boolean {
  return indexKeys.some(({ key }) => key.some((attribute) => attribute.name === name));
}

function checked(item: Item, table: KnownTable): Item {
  checkItem(item);
  checkItemKeys(item, table.key, table.indexKeys);
  return item;
}
