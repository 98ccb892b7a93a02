/**
 * Things that come and go with every request. A `Set` is dear there: when its table is renewed, the old one, which has lived long, keeps what it held until
 * the next full collection, so that each request's objects are copied into the old generation instead of being forgotten.
 */
export class Slots<T extends object> {
  readonly #items: (T | undefined)[] = [];
  readonly #free: number[] = [];

  /** Gives the slot by which it is taken out again. */
  add(item: T): number {
    const slot = this.#free.pop() ?? this.#items.length;
    this.#items[slot] = item;
    return slot;
  }

  /** A slot is given back once: it may be another's by then. */
  remove(slot: number): void {
    this.#items[slot] = undefined;
    this.#free.push(slot);
  }

  /** In no order. One that is added meanwhile may be among them. */
  *[Symbol.iterator](): Generator<T> {
    for (const item of this.#items) if (item) yield item;
  }
}
