/**
 * How far a shard has been handled, where several lanes handle its records at the same time: up to the first record that is not done yet. Records are begun in
 * the shard's order, and done in any.
 */
export class ShardProgress {
  readonly #open: string[] = [];
  readonly #done = new Set<string>();
  #after: string | undefined;

  /** The last record up to which all have been handled. */
  get after(): string | undefined {
    return this.#after;
  }

  /** Records that are not done, or behind one that is not. */
  get size(): number {
    return this.#open.length;
  }

  begin(sequenceNumber: string): void {
    this.#open.push(sequenceNumber);
  }

  done(sequenceNumbers: Iterable<string>): void {
    for (const sequenceNumber of sequenceNumbers) this.#done.add(sequenceNumber);
    let count = 0;
    while (count < this.#open.length && this.#done.has(this.#open[count]!)) {
      this.#after = this.#open[count]!;
      this.#done.delete(this.#after);
      count += 1;
    }
    this.#open.splice(0, count);
  }
}
