/** Keeps the last `limit` values put in, or as many of the last as weigh no more than that together: what can be made again need not be kept for ever. */
export class BoundedCache<K, V> {
  readonly #limit: number;
  readonly #weigh: ((value: V) => number) | undefined;
  readonly #values = new Map<K, V>();
  #weight = 0;

  /** With `weigh` the limit is of what values weigh together, bytes for instance; one that weighs more than all may is not kept. */
  constructor(limit: number, weigh?: (value: V) => number) {
    this.#limit = limit;
    this.#weigh = weigh;
  }

  get(key: K): V | undefined {
    return this.#values.get(key);
  }

  /** Gives the value back. */
  set(key: K, value: V): V {
    // One that is put in again is as new as any.
    this.delete(key);
    const weight = this.#weigh?.(value) ?? 1;
    if (weight > this.#limit) return value;
    while (this.#weight + weight > this.#limit) {
      const [oldest] = this.#values.keys();
      if (oldest === undefined) break;
      this.delete(oldest);
    }
    this.#weight += weight;
    this.#values.set(key, value);
    return value;
  }

  delete(key: K): void {
    const former = this.#values.get(key);
    if (this.#values.delete(key)) this.#weight -= this.#weigh?.(former as V) ?? 1;
  }

  clear(): void {
    this.#values.clear();
    this.#weight = 0;
  }
}
