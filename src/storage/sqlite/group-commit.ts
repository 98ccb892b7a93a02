/** One write waiting for its turn in a commit. Exactly one of `committed` and `failed` is called in the end. */
export interface PendingWrite {
  /** Whether it must have a transaction of its own: for what changes the schema or what is known of partitions. */
  readonly alone: boolean;
  /** Works inside the open transaction. A failure of its own stays with it; it rejects only if the transaction is lost. */
  perform(): Promise<void>;
  /** Ends `perform` with a failure: the write waits for something that is not its transaction. */
  abandon(): void;
  committed(): void;
  failed(error: unknown): void;
}

/** The most writes that share one commit: bounds how long the first of them waits for the last. */
const largestGroup = 500;

/**
 * Gathers writes that wait at the same time into one commit: while one commit is under way the next group gathers by itself,
 * so a lone write waits for nobody and a hundred pay for one `fsync`.
 */
export class GroupCommit {
  readonly #engine: GroupCommitEngine;
  #waiting: PendingWrite[] = [];
  #running: Promise<void> | undefined;

  constructor(engine: GroupCommitEngine) {
    this.#engine = engine;
  }

  add(write: PendingWrite): void {
    this.#waiting.push(write);
    this.#running ??= this.#drain();
  }

  /** Fulfilled when everything added so far is committed. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // One turn of the event loop: requests that arrived together are in the same group, and I/O is not starved.
      await new Promise(setImmediate);
      await this.#runGroup(this.#takeGroup());
    }
    this.#running = undefined;
  }

  #takeGroup(): PendingWrite[] {
    const waiting = this.#waiting;
    let size = 0;
    while (size < waiting.length && size < largestGroup && !waiting[size]?.alone) size++;
    if (size === 0) size = 1;
    this.#waiting = waiting.slice(size);
    waiting.length = size;
    return waiting;
  }

  async #runGroup(group: readonly PendingWrite[]): Promise<void> {
    try {
      this.#engine.begin();
      await runInTurn(group);
      this.#engine.commit();
    } catch (error) {
      this.#engine.rollback();
      // A full disk or a broken page ends the whole transaction: alone, only the write that met it fails.
      if (group.length === 1) group[0]?.failed(error);
      else for (const write of group) await this.#runGroup([write]);
      return;
    }
    for (const write of group) write.committed();
  }
}

export interface GroupCommitEngine {
  begin(): void;
  commit(): void;
  /** Also called where the transaction has ended by itself. */
  rollback(): void;
}

/**
 * The engine is synchronous, so writes that await only their transaction finish without a turn of the event loop. One that is
 * unfinished when a turn comes waits for something else, and would hold up every other write.
 */
async function runInTurn(group: readonly PendingWrite[]): Promise<void> {
  let current: PendingWrite | undefined;
  const watch = () => {
    current?.abandon();
    turn = setImmediate(watch);
  };
  let turn = setImmediate(watch);
  try {
    for (current of group) await current.perform();
  } finally {
    clearImmediate(turn);
  }
}
