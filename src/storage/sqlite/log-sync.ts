import type { Clock, Timer } from "../../platform/clock.ts";
import type { PendingWrite } from "./group-commit.ts";

/** Writes of one commit that wait for the disk. */
interface Committed {
  readonly number: number;
  readonly writes: readonly PendingWrite[];
  /** The outbox's last position in it. */
  readonly position: number;
}

/** Syncs of one log under way at the same time, where the disk is slow. */
const mostSyncs = 4;
/** A sync that takes longer is not waited for by what was committed meanwhile: that has one of its own. */
const slowMs = 1;

/**
 * Waits for the disk, off the event loop: what a commit has put into the write-ahead log is told to its writers when a sync that began
 * after it has ended. Meanwhile the next commits are made. A sync covers all that was written before it, so one that overtakes
 * another settles what that one was for.
 */
export class LogSync {
  readonly #sync: () => Promise<void>;
  readonly #clock: Clock;
  /** The number of the last commit, of the last one that a sync was begun for, and of the last one on the disk. */
  #written = 0;
  #begun = 0;
  #synced = 0;
  #running = 0;
  #beganMs = 0;
  #waiting: Committed[] = [];
  /** The last commit that may have changed a partition, by `keyText`, while it is not on the disk. */
  readonly #bySource = new Map<string, number>();
  readonly #watched = new Map<number, PromiseWithResolvers<void>>();
  #position: number;
  #soon: Timer | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** `position` is the outbox's last one that is on the disk. */
  constructor(sync: () => Promise<void>, position: number, clock: Clock) {
    this.#sync = sync;
    this.#clock = clock;
    this.#position = position;
  }

  /** Throws once a sync has failed: what is on the disk is then not known until the file is opened again. */
  check(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** The outbox's rows up to here are on the disk. */
  get position(): number {
    return this.#position;
  }

  /** Writes that have been committed. `changed` is false if they have written nothing; then they wait for what they may have seen. */
  add(writes: readonly PendingWrite[], { changed, position }: { changed: boolean; position: number }): void {
    if (changed) this.#written++;
    const number = this.#written;
    if (number === this.#synced) {
      for (const write of writes) write.durable();
      return;
    }
    // The next one covers it.
    const isAwaited = writes.some((write) => write.waitsForDisk);
    if (changed) for (const { source } of writes) if (source !== undefined) this.#bySource.set(source, number);
    this.#waiting.push({ number, writes, position });
    if (isAwaited) this.#begin();
  }

  /** For who has read this partition, or anything: when what was seen is on the disk. Undefined if it is. */
  after(source?: string): Promise<void> | undefined {
    const number = source === undefined ? this.#written : this.#bySource.get(source);
    if (number === undefined || number <= this.#synced) return undefined;
    this.#begin();
    let watched = this.#watched.get(number);
    if (!watched) {
      watched = Promise.withResolvers<void>();
      // Who asked may still be reading when it fails.
      watched.promise.catch(() => {});
      if (this.#failure) watched.reject(this.#failure.error);
      else this.#watched.set(number, watched);
    }
    return watched.promise;
  }

  /** Fulfilled when everything added so far is settled. */
  async idle(): Promise<void> {
    await this.after()?.catch(() => {});
  }

  #begin(): void {
    if (this.#written === this.#begun || this.#failure) return;
    if (this.#running === mostSyncs) return;
    const nowMs = performance.now();
    if (this.#running > 0 && nowMs - this.#beganMs < slowMs) {
      this.#beginSoon();
      return;
    }
    this.#beganMs = nowMs;
    this.#begun = this.#written;
    this.#running++;
    const upTo = this.#written;
    this.#sync().then(
      () => {
        this.#running--;
        this.#settle(upTo);
        this.#begin();
      },
      (error: unknown) => this.#fail(error),
    );
  }

  /** The running one may be done by then. */
  #beginSoon(): void {
    this.#soon ??= this.#clock.afterMachine(slowMs, () => {
      this.#soon = undefined;
      this.#begin();
    });
  }

  #settle(upTo: number): void {
    if (upTo <= this.#synced || this.#failure) return;
    this.#synced = upTo;
    const first = this.#waiting.findIndex(({ number }) => number > upTo);
    const settled = this.#waiting.splice(0, first === -1 ? this.#waiting.length : first);
    for (const { position } of settled) this.#position = Math.max(this.#position, position);
    for (const { writes } of settled) {
      for (const write of writes) {
        if (write.source !== undefined && (this.#bySource.get(write.source) ?? 0) <= upTo) {
          this.#bySource.delete(write.source);
        }
        write.durable();
      }
    }
    for (const [number, { resolve }] of this.#watched) {
      if (number > upTo) continue;
      this.#watched.delete(number);
      resolve();
    }
  }

  /** Linux reports a failed write-back once and then forgets the pages: a second sync that succeeds would say nothing. */
  #fail(error: unknown): void {
    this.#running--;
    this.#failure ??= { error };
    for (const { writes } of this.#waiting.splice(0)) for (const write of writes) write.failed(error);
    for (const { reject } of this.#watched.values()) reject(error);
    this.#watched.clear();
  }
}
