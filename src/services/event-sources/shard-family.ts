import type { ListedShard } from "./stream-shard.ts";

/** Which of a stream's shards may be read: a child when its parent has been handled to its end, so that what happened to an item stays in order. */
export class ShardFamily {
  readonly #begun = new Set<string>();
  readonly #ended = new Set<string>();
  #waiting: (() => void) | undefined;
  #hasChanged = false;

  /** Those of the list that are to be begun now, each once. A parent that is not listed any more has nothing left to read. */
  begin(listed: readonly ListedShard[]): readonly ListedShard[] {
    const there = new Set(listed.map(({ id }) => id));
    const ready = listed.filter(
      ({ id, parent }) =>
        !this.#begun.has(id) && (parent === undefined || !there.has(parent) || this.#ended.has(parent)),
    );
    for (const { id } of ready) this.#begun.add(id);
    return ready;
  }

  /** All of it has been handled. */
  end(id: string): void {
    this.#ended.add(id);
    this.#hasChanged = true;
    this.#tell();
  }

  /** Called back once when a shard has ended, or has since the last time: there may be children. */
  onEnd(changed: () => void): void {
    this.#waiting = changed;
    this.#tell();
  }

  #tell(): void {
    if (!this.#hasChanged || !this.#waiting) return;
    const changed = this.#waiting;
    this.#hasChanged = false;
    this.#waiting = undefined;
    changed();
  }
}
