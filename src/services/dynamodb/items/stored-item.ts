import type { Item } from "../values/attribute-value.ts";
import { decodeItem, encodeItem } from "../values/item-bytes.ts";
import { ItemReader } from "../values/item-reader.ts";
import { itemSize } from "../values/item-size.ts";

/** An item as it is stored. It is read when somebody wants to see it: who only replaces, counts or answers it does not. */
export class StoredItem {
  readonly bytes: Uint8Array;
  /** Bytes, as AWS counts them. */
  readonly size: number;
  #item: Item | undefined;

  constructor(bytes: Uint8Array, size: number, item?: Item) {
    this.bytes = bytes;
    this.size = size;
    this.#item = item;
  }

  static of(item: Item): StoredItem {
    return new StoredItem(encodeItem(item), itemSize(item), item);
  }

  get item(): Item {
    this.#item ??= decodeItem(this.bytes);
    return this.#item;
  }

  /** What it has of the attributes of these names, or more. */
  some(names: ReadonlySet<string>): Readonly<Item> {
    return this.#item ?? new ItemReader(this.bytes).some(names);
  }

  /** DynamoDB's JSON. */
  json(): string {
    return new ItemReader(this.bytes).json();
  }

  /** What it counts towards the megabyte of a page. */
  weight(rangeKey: string | undefined): number {
    return new ItemReader(this.bytes).weight(rangeKey);
  }
}
