import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { DeliverLater, type Firing, ParkError, TimerGoneError, type TimerKind } from "./database.ts";
import { fromKeyText } from "./partition-key.ts";
import { TimerForesight } from "./timer-foresight.ts";
import { settleTimer } from "./timer-statements.ts";
import type { TimerRow, TimerTable } from "./timer-table.ts";
import { UnreachableStorageError } from "./unreachable-storage-error.ts";

const mostAtOnce = 64;
/** Done, and their rows not removed yet. */
const mostUnsettled = 512;
const firstRetryMs = 1_000;
const longestRetryMs = 300_000;
/** Then a timer is parked: some 19 minutes after its first firing. */
const mostFailures = 12;
const longestReason = 1_000;
/** When the table is read again after it could not be. */
const rereadMs = 1_000;

export interface LaneParts {
  readonly table: TimerTable;
  readonly clock: Clock;
  readonly log: Log;
  /** How far the database's clock is ahead of ours, milliseconds. */
  readonly aheadMs: () => number;
  /** Called whenever the lane may have become idle. */
  readonly quiet: () => void;
  /** Whether the shard is ours just now: a server that was away learns only later that it is not. */
  readonly isHeld: () => boolean;
}

/**
 * The timers of one kind and shard. It knows when the next one is due, and nothing of those behind it; when the time comes it reads as many as may
 * fire at once. So kinds do not wait for one another, and one with a million timers costs no more than one with ten.
 */
export class TimerLane {
  readonly #parts: LaneParts;
  readonly #shard: number;
  readonly #name: string;
  readonly #kind: TimerKind;
  readonly #ended = new AbortController();
  /** Versions of the rows that are firing or settling. */
  readonly #firing = new Set<number>();
  /** Those of them that have ended while a page was being read: it may show them as they were before. */
  readonly #endedSince = new Set<number>();
  #running = 0;
  /** When those that are running were to fire, where they go by their times. */
  #runningForMs = 0;
  /** The earliest time at which an unread row may be due. */
  #nextMs = Number.POSITIVE_INFINITY;
  #timer: Timer | undefined;
  #timerMs = Number.POSITIVE_INFINITY;
  #reading = false;
  #isResting = false;
  /** Done, and not removed yet. */
  #ready: TimerRow[] = [];
  #gathering: Promise<void> | undefined;
  #removing: Promise<void> = Promise.resolve();
  readonly #foresight: TimerForesight | undefined;

  constructor(parts: LaneParts, shard: number, name: string, kind: TimerKind) {
    this.#parts = parts;
    this.#shard = shard;
    this.#name = name;
    this.#kind = kind;
    if (kind.foresee) this.#foresight = new TimerForesight(parts, shard, name, kind.foresee);
  }

  get isIdle(): boolean {
    return this.#firing.size === 0 && !this.#reading && (this.#isResting || this.#nextMs > this.#nowMs());
  }

  /** Nothing of the lane runs any more; there may be rows that are due. */
  get isQuiet(): boolean {
    return this.#firing.size === 0 && !this.#reading;
  }

  /** A row that is due then may be there. */
  wake(dueMs: number): void {
    this.#nextMs = Math.min(this.#nextMs, dueMs);
    this.#pump();
  }

  /** Leaves what is due alone for so long. */
  rest(forMs: number): void {
    this.#isResting = true;
    this.#parts.clock.after(forMs, () => {
      this.#isResting = false;
      this.#pump();
    });
  }

  end(): void {
    this.#ended.abort();
    this.#timer?.cancel();
    this.#foresight?.end();
  }

  #nowMs(): number {
    return this.#parts.clock.nowMs() + this.#parts.aheadMs();
  }

  get #atOnce(): number {
    return this.#kind.atOnce ?? mostAtOnce;
  }

  #pump(): void {
    if (this.#reading || this.#isResting || this.#ended.signal.aborted) return;
    if (this.#nextMs > this.#nowMs()) this.#schedule();
    // Read again when half of them have ended: a page costs a statement.
    else if (
      this.#running <= (this.#kind.inOrder ? 0 : this.#atOnce / 2) &&
      this.#firing.size < mostUnsettled &&
      this.#parts.isHeld()
    ) {
      void this.#read();
    }
  }

  #schedule(): void {
    if (this.#nextMs === this.#timerMs) return;
    this.#timer?.cancel();
    this.#timerMs = this.#nextMs;
    this.#foresight?.next(this.#nextMs);
    if (this.#nextMs === Number.POSITIVE_INFINITY) return;
    this.#timer = this.#parts.clock.at(this.#nextMs - this.#parts.aheadMs(), () => {
      this.#timerMs = Number.POSITIVE_INFINITY;
      this.#pump();
    });
  }

  async #read(): Promise<void> {
    this.#reading = true;
    try {
      await this.#firePage();
    } catch (error) {
      this.#nextMs = Math.min(this.#nextMs, this.#nowMs() + rereadMs);
      if (!this.#ended.signal.aborted) this.#tell("timers could not be read", error);
    }
    this.#reading = false;
    this.#pump();
    this.#parts.quiet();
  }

  async #firePage(): Promise<void> {
    const { table } = this.#parts;
    const nowMs = this.#nowMs();
    // Those that are firing are still there, and are read over; what is set from here on wakes the lane.
    const limit = this.#firing.size + this.#atOnce;
    this.#nextMs = Number.POSITIVE_INFINITY;
    this.#endedSince.clear();
    const rows = await table.due(this.#shard, this.#name, nowMs, limit);
    let left = false;
    for (const row of rows) {
      if (this.#ended.signal.aborted) return;
      if (this.#firing.has(row.version) || this.#endedSince.has(row.version)) continue;
      if (this.#running < this.#atOnce && !this.#mustWait(row)) this.#begin(row);
      else left = true;
    }
    if (left || rows.length === limit) this.#nextMs = Math.min(this.#nextMs, nowMs);
    else this.#nextMs = Math.min(this.#nextMs, (await table.nextDue(this.#shard, this.#name, nowMs)) ?? this.#nextMs);
  }

  /** Whether something of an earlier time is running, where that matters. */
  #mustWait({ setForMs }: TimerRow): boolean {
    return this.#kind.inOrder === true && this.#running > 0 && setForMs !== this.#runningForMs;
  }

  #begin(row: TimerRow): void {
    this.#firing.add(row.version);
    this.#running++;
    this.#runningForMs = row.setForMs;
    void this.#fire(row).finally(() => {
      this.#firing.delete(row.version);
      if (this.#reading) this.#endedSince.add(row.version);
      this.#pump();
      this.#parts.quiet();
    });
  }

  async #fire(row: TimerRow): Promise<void> {
    const firing = new RowFiring(row, this.#name, this.#ended.signal);
    let failure: { readonly error: Error } | undefined;
    try {
      await this.#kind.fire(firing);
    } catch (error) {
      failure = { error: error as Error };
    }
    this.#running--;
    this.#pump();
    if (!failure) {
      if (!firing.hasSettled) await this.#remove(row);
    }
    // What was interrupted has not failed: it fires again, here after a start or where the shard is now.
    else if (!this.#ended.signal.aborted) await this.#postpone(row, failure.error);
  }

  async #postpone(row: TimerRow, error: Error): Promise<void> {
    const { table, log } = this.#parts;
    const nowMs = this.#nowMs();
    if (error instanceof TimerGoneError) {
      // If it was set anew that has woken the lane; this is for one who settled in another partition's write.
      this.wake(nowMs + rereadMs);
      return;
    }
    const failures = row.failures + 1;
    const reason = String(error?.message ?? error).slice(0, longestReason);
    const facts = { kind: this.#name, key: row.key, failures, error: reason };
    try {
      if (failures >= mostFailures || error instanceof ParkError) {
        await table.park(row, { failures, reason, parkedMs: nowMs });
        log.error("a timer is parked: it failed too often (squall parked)", facts);
        return;
      }
      const delayMs = Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);
      const asked = error instanceof DeliverLater ? error.atMs : undefined;
      const dueMs = Math.max(asked ?? 0, nowMs + delayMs);
      await table.postpone(row, { failures, reason, dueMs });
      log.warn("a timer's firing failed and will be repeated", { ...facts, delayMs: dueMs - nowMs });
      this.wake(dueMs);
    } catch (failure) {
      this.#reread(failure);
    }
  }

  /** Gathered while a removal is under way, so that a busy lane costs a few writes and not one a timer. */
  #remove(row: TimerRow): Promise<void> {
    this.#ready.push(row);
    this.#gathering ??= this.#removeGathered();
    return this.#gathering;
  }

  async #removeGathered(): Promise<void> {
    await this.#removing;
    const rows = this.#ready;
    this.#ready = [];
    this.#gathering = undefined;
    this.#removing = this.#parts.table.remove(rows).catch((error: unknown) => this.#reread(error));
    await this.#removing;
  }

  /** Its row is still there: it is found, and fires, again. */
  #reread(error: unknown): void {
    this.#tell("a timer could not be settled", error);
    this.wake(this.#nowMs() + rereadMs);
  }

  /** A database that is away says so itself, once. */
  #tell(what: string, error: unknown): void {
    if (error instanceof UnreachableStorageError) return;
    this.#parts.log.error(what, { kind: this.#name, error: String(error) });
  }
}

class RowFiring implements Firing {
  readonly kind: string;
  readonly signal: AbortSignal;
  hasSettled = false;
  readonly #row: TimerRow;

  constructor(row: TimerRow, kind: string, signal: AbortSignal) {
    this.#row = row;
    this.kind = kind;
    this.signal = signal;
  }

  get key(): string {
    return this.#row.key;
  }

  get payload(): string {
    return this.#row.payload;
  }

  get dueMs(): number {
    return this.#row.setForMs;
  }

  get from() {
    return fromKeyText(this.#row.source);
  }

  get id(): string {
    return `timer-${this.#row.version}`;
  }

  get failures(): number {
    return this.#row.failures;
  }

  settle: Firing["settle"] = async (tx, next) => {
    this.hasSettled = true;
    const { key, version, payload } = this.#row;
    if ((await tx.change(settleTimer, { kind: this.kind, key, version })) === 0) throw new TimerGoneError(this);
    if (next) await tx.setTimer({ kind: this.kind, key, dueMs: next.dueMs, payload: next.payload ?? payload });
  };
}
