import { type AttributeValue, attributeOf, type Item, typeOf } from "./attribute-value.ts";
import { validationException } from "./validation-exception.ts";

/** An attribute of a table's or an index's key. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
  readonly isHash: boolean;
}

/** The keys of a secondary index, as far as an item's own attributes are checked against them. */
export interface IndexKey {
  readonly indexName: string;
  readonly key: readonly KeyAttribute[];
}

/** Source: "Quotas in Amazon DynamoDB", *Partition key and sort key*. */
export const keyLimits = { hashBytes: 2048, rangeBytes: 1024 } as const;

/** Checks that it is a key of the table: the attributes of the schema, all of them and no other, of their types and sizes. */
export function checkKey(key: Item, schema: readonly KeyAttribute[]): void {
  if (Object.keys(key).length !== schema.length) throw keyDoesNotMatch();
  for (const attribute of schema) {
    const value = attributeOf(key, attribute.name);
    if (!value || typeOf(value) !== attribute.type) throw keyDoesNotMatch();
    if (isEmpty(value))
      throw validationException(
        `One or more parameter values were invalid: The AttributeValue for a key attribute cannot contain an empty ${emptyWord(value)} value. Key: ${attribute.name}`,
      );
    checkKeySize(value, attribute);
  }
}

/** Checks the key attributes of an item that is to be stored: the table's have to be there, an index's may be missing. */
export function checkItemKeys(item: Item, schema: readonly KeyAttribute[], indexes: readonly IndexKey[]): void {
  for (const attribute of schema) {
    const value = attributeOf(item, attribute.name);
    if (!value) throw invalid(`Missing the key ${attribute.name} in the item`);
    if (typeOf(value) !== attribute.type)
      throw invalid(`Type mismatch for key ${attribute.name} expected: ${attribute.type} actual: ${typeOf(value)}`);
    if (isEmpty(value))
      throw validationException(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${emptyWord(value)} value. Key: ${attribute.name}`,
      );
    checkKeySize(value, attribute);
  }
  for (const index of indexes) checkIndexKey(item, index);
}

/** Checks the attributes that a secondary index has as its key, where the item has them. */
export function checkIndexKey(item: Item, { indexName, key }: IndexKey): void {
  for (const attribute of key) {
    const value = attributeOf(item, attribute.name);
    if (!value) continue;
    if (typeOf(value) !== attribute.type)
      throw invalid(
        `Type mismatch for Index Key ${attribute.name} Expected: ${attribute.type} Actual: ${typeOf(value)} IndexName: ${indexName}`,
      );
    if (isEmpty(value))
      throw validationException(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${emptyWord(value)} value. IndexName: ${indexName}, IndexKey: ${attribute.name}`,
      );
    checkKeySize(value, attribute);
  }
}

/** AWS's own spaces. */
function checkKeySize(value: AttributeValue, { isHash }: KeyAttribute): void {
  if (value.N !== undefined) return;
  const size = value.S === undefined ? value.B!.byteLength : Buffer.byteLength(value.S);
  if (isHash && size > keyLimits.hashBytes)
    throw invalid(`Size of hashkey has exceeded the maximum size limit of${keyLimits.hashBytes} bytes`);
  if (!isHash && size > keyLimits.rangeBytes)
    throw invalid(`Aggregated size of all range keys has exceeded the size limit of ${keyLimits.rangeBytes} bytes`);
}

function isEmpty(value: AttributeValue): boolean {
  return value.S === "" || value.B?.byteLength === 0;
}

function emptyWord(value: AttributeValue): string {
  return value.S === undefined ? "binary" : "string";
}

function keyDoesNotMatch() {
  return validationException("The provided key element does not match the schema");
}

function invalid(what: string) {
  return validationException(`One or more parameter values were invalid: ${what}`);
}
