import type { Item } from "../values/attribute-value.ts";
import { decodeItem, encodeItem } from "../values/item-bytes.ts";
import { itemSize } from "../values/item-size.ts";

/** An item as it is stored. It is read when somebody wants to see it: who only replaces it does not. */
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
}
