/** An effect that has failed, and those behind it that must not overtake it. */
export interface Chain {
  readonly order: string;
  /** Of rows of the outbox, the failed one first. */
  readonly positions: number[];
  /** Deliveries of the first one that have failed. */
  failures: number;
  dueMs: number;
}

/** Rows of a queue that may be set aside; with more the queue waits. */
const mostPositions = 1_000;

/** What is set aside of one queue: places only, the rows stay in the table. */
export class Chains {
  readonly #byOrder = new Map<string, Chain>();
  readonly #positions = new Set<number>();

  get isEmpty(): boolean {
    return this.#byOrder.size === 0;
  }

  get isFull(): boolean {
    return this.#positions.size >= mostPositions;
  }

  /** Effects whose delivery has failed. */
  get size(): number {
    return this.#byOrder.size;
  }

  holds(position: number): boolean {
    return this.#positions.has(position);
  }

  positions(): readonly number[] {
    return [...this.#positions];
  }

  of(order: string): Chain | undefined {
    return this.#byOrder.get(order);
  }

  begin(order: string, position: number, dueMs: number): Chain {
    const chain: Chain = { order, positions: [position], failures: 1, dueMs };
    this.#byOrder.set(order, chain);
    this.#positions.add(position);
    return chain;
  }

  append(chain: Chain, position: number): void {
    chain.positions.push(position);
    this.#positions.add(position);
  }

  /** The first one is done with: the next has its turn at once. */
  advance(chain: Chain): void {
    const settled = chain.positions.shift();
    if (settled !== undefined) this.#positions.delete(settled);
    chain.failures = 0;
    chain.dueMs = 0;
    if (chain.positions.length === 0) this.#byOrder.delete(chain.order);
  }

  due(nowMs: number): Chain[] {
    return [...this.#byOrder.values()].filter((chain) => chain.dueMs <= nowMs);
  }

  get nextDueMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { dueMs } of this.#byOrder.values()) nextMs = Math.min(nextMs, dueMs);
    return nextMs;
  }
}
