/** One write waiting for its turn in a commit. Exactly one of `durable` and `failed` is called in the end. */
export interface PendingWrite {
  /** Whether it must have a transaction of its own: for what changes the schema or what is known of partitions. */
  readonly alone: boolean;
  /** The partition that it may change, as `keyText` writes it. */
  readonly source: string | undefined;
  /** Works inside the open transaction. A failure of its own stays with it; it rejects only if the transaction is lost. */
  perform(): Promise<void>;
  /** Ends `perform` with a failure: the write waits for something that is not its transaction. */
  abandon(): void;
  /** Whether somebody waits until it is on the disk. */
  readonly waitsForDisk: boolean;
  /** Whether it failed for want of room, itself or by the error that its transaction met. */
  isShort(error?: unknown): boolean;
  /** Reads see it. Called in the turn of the commit. */
  committed(): void;
  /** It is on the disk. */
  durable(): void;
  failed(error: unknown): void;
}

/** The most writes that share one commit: the next ones are worked at while these wait for the disk. */
const largestGroup = 500;
/** A write for which room was made so often, and was not enough, is refused. */
const mostWaits = 8;

/**
 * Gathers writes that wait at the same time into one commit. A commit does not wait for the disk (`LogSync` does, for as many commits
 * as there are by then), so the next group is worked at meanwhile.
 */
export class GroupCommit {
  readonly #engine: GroupCommitEngine;
  #waiting: PendingWrite[] = [];
  #running: Promise<void> | undefined;
  #group: Promise<void> | undefined;
  #held: PromiseWithResolvers<void> | undefined;
  /** Groups of writes that wait for room, and how often one has waited. */
  #wanting = 0;
  readonly #waits = new WeakMap<PendingWrite, number>();
  #roomMade: Promise<void> | undefined;

  constructor(engine: GroupCommitEngine) {
    this.#engine = engine;
  }

  add(write: PendingWrite): void {
    this.#waiting.push(write);
    this.#running ??= this.#drain();
  }

  /** Fulfilled when everything added so far is committed or has failed. */
  async idle(): Promise<void> {
    while (this.#running || this.#wanting > 0) await (this.#running ?? this.#roomMade);
  }

  /** Fulfilled between two commits, and no other begins until the function given is called. One at a time. */
  async hold(): Promise<() => void> {
    const held = Promise.withResolvers<void>();
    this.#held = held;
    await this.#group;
    return () => {
      this.#held = undefined;
      held.resolve();
    };
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // One turn of the event loop: requests that arrived together are in the same group, and I/O is not starved.
      await new Promise(setImmediate);
      if (this.#held) await this.#held.promise;
      else {
        this.#group = this.#runGroup(this.#takeGroup());
        await this.#group;
        this.#group = undefined;
      }
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
    let changed: boolean;
    try {
      this.#engine.begin();
      await runInTurn(group);
      changed = this.#engine.commit();
    } catch (error) {
      this.#engine.rollback();
      // A full disk or a broken page ends the whole transaction: alone, only the write that met it fails.
      if (group.length > 1) for (const write of group) await this.#runGroup([write]);
      else if (group[0]?.isShort(error)) this.#wantRoom(group, error);
      else group[0]?.failed(error);
      return;
    }
    for (const write of group) write.committed();
    const short = group.filter((write) => write.isShort());
    if (short.length > 0) this.#wantRoom(short);
    this.#engine.committed(short.length > 0 ? group.filter((write) => !short.includes(write)) : group, changed);
  }

  /** Room is made aside from the other writes. Who lacked it has another turn, for others may have taken what was made for it. */
  #wantRoom(writes: readonly PendingWrite[], error?: unknown): void {
    this.#wanting++;
    const before = Math.max(...writes.map((write) => this.#waits.get(write) ?? 0));
    this.#roomMade = this.#engine.makeRoom(before).then((made) => {
      this.#wanting--;
      for (const write of writes) {
        const waits = (this.#waits.get(write) ?? 0) + 1;
        this.#waits.set(write, waits);
        if (made && waits <= mostWaits) this.add(write);
        else this.#refuse(write, error);
      }
    });
  }

  /** Without an error it knows its own. */
  #refuse(write: PendingWrite, error: unknown): void {
    if (error === undefined) write.durable();
    else write.failed(error);
  }
}

export interface GroupCommitEngine {
  begin(): void;
  /** Whether anything has changed. */
  commit(): boolean;
  /** Also called where the transaction has ended by itself. */
  rollback(): void;
  /** The writes that were kept, or have failed by themselves. */
  committed(writes: readonly PendingWrite[], changed: boolean): void;
  /** `before`: how often it was made for one of these writes, and was not enough. False if there is none to be had. Never rejects. */
  makeRoom(before: number): Promise<boolean>;
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
