import { type AttributeValue, attributeOf, type Item } from "../values/attribute-value.ts";
import type { KeyAttribute } from "../values/check-key.ts";
import { keyBytes } from "../values/key-bytes.ts";
import { hashBytes } from "./hash-bytes.ts";
import { writeKeyHash } from "./key-hash.ts";

/**
 * Where a row stands. Its key begins with the hash of its hash key, as AWS computes it: so rows are in the order in which AWS scans them, and those of one hash key are
 * together, in the order of their range keys. A table's partitions have a range of these keys each: dividing one leaves its rows' keys as they are.
 *
 *     eight bytes of the hash · the hash key, each attribute with its length before it · the range key, each attribute with a mark at its end
 *
 * A row of an index goes on with the item's own key, in the same form.
 */
export interface RowKey {
  readonly partition: number;
  readonly bytes: Buffer;
}

/** `key` has the table's key attributes, checked. */
export function toRowKey({ key, layout }: TableKeyed, item: Readonly<Item>): RowKey {
  const bytes = writeShort(key, item) ?? Buffer.concat(partsOf(key, item));
  return { bytes, partition: layout.partOf(bytes).number };
}

/** The same bytes as `partsOf`, written at once: each request has a key, and nearly all are short texts and numbers. Undefined for others. */
function writeShort(key: readonly KeyAttribute[], item: Readonly<Item>): Buffer | undefined {
  let at = hashSize;
  for (let index = 0; index < key.length; index++) {
    const { name, isHash } = key[index]!;
    const value = item[name]!;
    const begin = isHash ? at + 2 : at;
    let size: number;
    if (value.S !== undefined) {
      if (value.S.length > shortText) return undefined;
      size = scratch.write(value.S, begin, "utf8");
    } else if (value.N !== undefined) {
      const bytes = keyBytes(value);
      scratch.set(bytes, begin);
      size = bytes.length;
    } else return undefined;
    if (isHash) {
      // Of several attributes the hash is of all together.
      if (index > 0) return undefined;
      scratch.writeUInt16BE(size, at);
      writeKeyHash(value.N === undefined ? scratch.subarray(begin, begin + size) : hashBytes(value), scratch, 0);
      at = begin + size;
      continue;
    }
    for (let byte = begin; byte < begin + size; byte++) if (scratch[byte] === 0) return undefined;
    scratch[begin + size] = 0;
    scratch[begin + size + 1] = 0;
    at = begin + size + endOfAttribute.length;
  }
  return Buffer.from(scratch.subarray(0, at));
}

const hashSize = 8;
const shortText = 512;
/** Room for the hash, and for two attributes of a table's key. */
const scratch = Buffer.alloc(hashSize + 2 * (shortText * 3 + 4));

/** Undefined for an item that the index does not have, since it lacks an attribute of its key. The rows of a local index are in the items' partitions: of these it tells none. */
export function toIndexRowKey(
  { key }: Pick<TableKeyed, "key">,
  index: { readonly key: readonly KeyAttribute[]; readonly layout?: Parts },
  item: Readonly<Item>,
): RowKey | undefined {
  if (!index.key.every(({ name }) => Object.hasOwn(item, name))) return undefined;
  const bytes = Buffer.concat([...partsOf(index.key, item), hashOf(valuesOf(key, item)), ...partsOf(key, item)]);
  return { bytes, partition: index.layout?.partOf(bytes).number ?? 0 };
}

/** What the keys of all rows of a hash key begin with. */
export function hashPrefix(values: readonly AttributeValue[]): Buffer {
  return Buffer.concat([hashOf(values), ...values.map(withLength)]);
}

/** What follows the prefix of a row whose range key begins with these. */
export function rangeBytes(values: readonly AttributeValue[]): Buffer {
  return Buffer.concat(values.flatMap((value) => [escaped(keyBytes(value)), endOfAttribute]));
}

/** What follows it where the attribute after `before` begins with a text or bytes. */
export function rangeBeginning(before: readonly AttributeValue[], beginning: AttributeValue): Buffer {
  return Buffer.concat([rangeBytes(before), escaped(keyBytes(beginning))]);
}

/** The first key after all that begin with these bytes; undefined if there is none. */
export function afterPrefix(bytes: Buffer): Buffer | undefined {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0xff) end -= 1;
  if (end === 0) return undefined;
  const after = Buffer.from(bytes.subarray(0, end));
  after[end - 1]! += 1;
  return after;
}

/** The first key after this one. */
export function keyAfter(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, oneZero]);
}

const oneZero = Buffer.alloc(1);

interface TableKeyed {
  readonly key: readonly KeyAttribute[];
  readonly layout: Parts;
}

/** Tells which partition a key is in. */
interface Parts {
  readonly partOf: (key: Buffer) => { readonly number: number };
}

function valuesOf(key: readonly KeyAttribute[], item: Readonly<Item>): AttributeValue[] {
  return key.map(({ name }) => attributeOf(item, name)!);
}

function partsOf(key: readonly KeyAttribute[], item: Readonly<Item>): Buffer[] {
  const hash = key.filter(({ isHash }) => isHash);
  const range = key.filter(({ isHash }) => !isHash);
  return [hashPrefix(valuesOf(hash, item)), rangeBytes(valuesOf(range, item))];
}

function hashOf(values: readonly AttributeValue[]): Buffer {
  const bytes = Buffer.allocUnsafe(hashSize);
  writeKeyHash(Buffer.concat(values.map(hashBytes)), bytes, 0);
  return bytes;
}

function withLength(value: AttributeValue): Buffer {
  const bytes = keyBytes(value);
  const length = Buffer.allocUnsafe(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A zero is followed by 255, so that the mark of an end, two zeros, sorts before whatever goes on. */
function escaped(bytes: Buffer): Buffer {
  if (!bytes.includes(0)) return bytes;
  const written: number[] = [];
  for (const byte of bytes) {
    written.push(byte);
    if (byte === 0) written.push(0xff);
  }
  return Buffer.from(written);
}

const endOfAttribute = Buffer.from([0, 0]);

/** Before and after the keys of all rows. */
export const firstKey = Buffer.alloc(8);
export const lastKey = Buffer.alloc(9, 0xff);
