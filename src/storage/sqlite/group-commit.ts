/** One write waiting for its turn in a commit. */
export interface PendingWrite {
  /** Runs inside the open transaction; its own failure is its own (a savepoint), not the group's. */
  readonly run: () => Promise<void>;
  readonly committed: () => void;
  readonly failed: (error: unknown) => void;
}

/** The most writes that share one commit: bounds how long the first of them waits for the last. */
const largestGroup = 500;

/**
 * Gathers writes that wait at the same time into one commit: while one commit is under way the next group gathers by itself,
 * so a lone write waits for nobody and a hundred pay for one `fsync`.
 */
export class GroupCommit {
  readonly #begin: () => void;
  readonly #commit: () => void;
  readonly #rollback: () => void;
  #waiting: PendingWrite[] = [];
  #running: Promise<void> | undefined;

  constructor(engine: { begin: () => void; commit: () => void; rollback: () => void }) {
    this.#begin = engine.begin;
    this.#commit = engine.commit;
    this.#rollback = engine.rollback;
  }

  add(write: PendingWrite): void {
    this.#waiting.push(write);
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
  }

  /** Fulfilled when everything added so far is committed. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    // One turn of the event loop: requests that arrived together are in the same group.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, largestGroup);
      await this.#runGroup(group);
    }
  }

  async #runGroup(group: readonly PendingWrite[]): Promise<void> {
    try {
      this.#begin();
      for (const write of group) await write.run();
      this.#commit();
    } catch (error) {
      this.#rollback();
      for (const write of group) write.failed(error);
      return;
    }
    for (const write of group) write.committed();
  }
}
