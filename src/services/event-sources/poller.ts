import type { Timer } from "../../platform/clock.ts";
import type { SourceRecord } from "./event-source.ts";
import { type GatheredBatch, gatherBatch, splitBatch } from "./gather-batch.ts";
import { PollerLimit } from "./poller-limit.ts";
import type { Handled, PollerOptions } from "./poller-options.ts";

/** Receives that wait or take at the same time: more of them would only wait for the same commit. */
const receivesAtOnce = 10;
/** Batches that have been handled and whose records have not gone yet. */
const settlingAtOnce = 200;
const watchEveryMs = 100;
const troubleDelayMs = { first: 1_000, longest: 60_000 };

/**
 * Reads a source and has its records handled, a batch at a time and several batches at once. While there is nothing, one receive waits, and
 * what comes wakes it; while there is much, each full batch brings another receive, as far as the limits go. Nothing is taken for which there is no
 * room. A record goes when it has been handled: until then it is its source's, which gives it again if this server does not come to the end.
 */
export class Poller<R extends SourceRecord, Ticket> {
  readonly #options: PollerOptions<R, Ticket>;
  readonly #limit: PollerLimit;
  readonly #stopping = new AbortController();
  #receiving = 0;
  #handling = 0;
  #settling = 0;
  /** Receives that are worth having at the same time. */
  #wanted = 1;
  #isLost = false;
  #pause: Timer | undefined;
  #watch: Timer | undefined;
  #troubles = 0;
  #trouble = "";
  readonly #quiet = Promise.withResolvers<void>();

  constructor(options: PollerOptions<R, Ticket>) {
    this.#options = options;
    this.#limit = new PollerLimit(options.clock, options.scaling);
  }

  start(): void {
    this.#fill();
  }

  /** Takes nothing more; fulfilled when what has been taken is handled. */
  stop(): Promise<void> {
    this.#stopping.abort();
    this.#pause?.cancel();
    this.#watch?.cancel();
    this.#tellQuiet();
    return this.#quiet.promise;
  }

  /** Another server reads it by now: what has been taken comes again there. */
  lose(): void {
    this.#isLost = true;
    void this.stop();
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  get #current(): number {
    return Math.min(this.#limit.current, this.#options.following?.current ?? Number.POSITIVE_INFINITY);
  }

  #fill(): void {
    if (this.#isStopped || this.#pause) return;
    if (!this.#options.mayRead()) this.#pauseFor(troubleDelayMs.first);
    while (!this.#pause && this.#receiving < this.#wanted && this.#hasRoom()) void this.#turn();
    if (!this.#pause && this.#receiving === 0) this.#watchLimit();
  }

  #hasRoom(): boolean {
    return this.#receiving + this.#handling < this.#current && this.#settling < settlingAtOnce;
  }

  /** All that may run runs: looked at again, for the limits grow with time. */
  #watchLimit(): void {
    this.#limit.reached();
    this.#watch ??= this.#options.clock.afterMachine(watchEveryMs, () => {
      this.#watch = undefined;
      if (this.#receiving === 0) this.#options.following?.waited();
      this.#fill();
    });
  }

  async #turn(): Promise<void> {
    this.#receiving += 1;
    let gathered: GatheredBatch<R, Ticket> | undefined;
    try {
      gathered = await gatherBatch(this.#options, this.#stopping.signal);
      this.#troubles = 0;
      this.#trouble = "";
    } catch (error) {
      this.#met(error);
    }
    this.#receiving -= 1;
    if (gathered?.isRefused) this.#pauseForRoom();
    if (!gathered || gathered.records.length === 0) {
      this.#limit.rest();
      this.#wanted = Math.max(1, this.#wanted - 1);
      this.#afterWork();
      return;
    }
    if (gathered.isFull) this.#wanted = Math.min(this.#wanted + 1, receivesAtOnce);
    this.#handling += 1;
    this.#fill();
    await this.#handleAll(gathered);
    this.#handling -= 1;
    this.#afterWork();
  }

  /** In the parts that a payload can have. Never rejects: what is not handled comes again when its source gives it again. */
  async #handleAll({ records, ticket: had }: GatheredBatch<R, Ticket>): Promise<void> {
    const { admissions, batch, clock, heldMs, isOrdered } = this.#options;
    let ticket = had;
    try {
      const deadlineMs = clock.nowMs() + heldMs;
      for (const part of splitBatch(this.#sift(records), batch)) {
        if (this.#isLost) break;
        const own = ticket ?? (await admissions.insist(deadlineMs, this.#stopping.signal));
        ticket = undefined;
        // As on AWS when a function is throttled for too long.
        if (own === undefined) break;
        const isDone = await this.#handle(part, own);
        if (isOrdered && !isDone) break;
      }
    } catch (error) {
      // What was to handle them has gone while they were gathered.
      this.#tell(error);
    }
    if (ticket !== undefined) admissions.leave(ticket);
  }

  /** Those that are wanted; the others go. */
  #sift(records: readonly R[]): readonly R[] {
    const { wants, counted } = this.#options;
    counted?.("polled", records.length);
    if (!wants) return records;
    const wanted: R[] = [];
    const others: R[] = [];
    for (const record of records) (wants(record) ? wanted : others).push(record);
    if (others.length > 0) {
      counted?.("filteredOut", others.length);
      this.#remove(others);
    }
    return wanted;
  }

  /** Whether all of them are done with. */
  async #handle(records: readonly R[], ticket: Ticket): Promise<boolean> {
    const { handle, following, counted } = this.#options;
    counted?.("invoked", records.length);
    let handled: Handled<R>;
    try {
      handled = await handle(records, ticket);
    } catch (error) {
      counted?.("failed", records.length);
      this.#tell(error);
      return false;
    }
    if (handled.durationMs !== undefined) following?.ended(handled.durationMs, this.#handling);
    const failed = new Set(handled.failed);
    if (failed.size > 0) counted?.("failed", failed.size);
    const done = failed.size === 0 ? records : records.filter((record) => !failed.has(record));
    if (done.length > 0) this.#remove(done, handled.stored);
    return failed.size === 0;
  }

  /** Behind the next batches: until they have gone their source does not give them to anybody else. */
  #remove(records: readonly R[], stored?: () => Promise<void>): void {
    this.#settling += 1;
    const remove = async () => {
      await stored?.();
      if (this.#isLost) return;
      await this.#options.source.remove(records);
      this.#options.counted?.("deleted", records.length);
    };
    remove()
      .catch((error: unknown) => this.#tell(error))
      .finally(() => {
        this.#settling -= 1;
        this.#afterWork();
      });
  }

  #afterWork(): void {
    if (this.#isStopped) this.#tellQuiet();
    else this.#fill();
  }

  #tellQuiet(): void {
    if (this.#receiving + this.#handling + this.#settling === 0) this.#quiet.resolve();
  }

  #met(error: unknown): void {
    if (this.#isStopped) return;
    this.#tell(error);
    // Receives at the same time meet the same trouble: it counts once.
    if (this.#pause) return;
    this.#troubles += 1;
    const { first, longest } = troubleDelayMs;
    this.#pauseFor(Math.min(first * 2 ** (this.#troubles - 1), longest));
  }

  #tell(error: unknown): void {
    const text = String(error);
    if (text === this.#trouble) return;
    this.#trouble = text;
    this.#options.trouble(error);
  }

  #pauseFor(delayMs: number): void {
    if (this.#isStopped) return;
    this.#pause ??= this.#options.clock.after(delayMs, this.#resume);
  }

  /** One that finds no room waits for it, and looks by itself after a while, so that nothing depends on being called back. */
  #pauseForRoom(): void {
    if (this.#isStopped || this.#pause) return;
    this.#wanted = 1;
    this.#pauseFor(troubleDelayMs.first);
    this.#options.admissions.onRoom(this.#resume);
  }

  readonly #resume = (): void => {
    this.#pause?.cancel();
    this.#pause = undefined;
    this.#fill();
  };
}
