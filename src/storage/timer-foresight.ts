import type { Clock, Timer } from "../platform/clock.ts";
import type { TimerKind } from "./database.ts";
import { fromKeyText } from "./partition-key.ts";
import type { TimerTable } from "./timer-table.ts";

/** Of one look: who is told is about to be called anyway, and more at once nobody could prepare for. */
const mostTold = 256;
const leastBetweenLooksMs = 1_000;

export interface ForesightParts {
  readonly table: TimerTable;
  readonly clock: Clock;
  /** How far the database's clock is ahead of ours, milliseconds. */
  readonly aheadMs: () => number;
  readonly isHeld: () => boolean;
}

/**
 * Tells of the timers of one kind and shard somewhat before they fire, so that what they lead to can be made ready. Nothing hangs on it: it looks once a second at
 * most, and what it cannot read is not told.
 */
export class TimerForesight {
  readonly #parts: ForesightParts;
  readonly #shard: number;
  readonly #name: string;
  readonly #foresee: NonNullable<TimerKind["foresee"]>;
  #look: Timer | undefined;
  #lookMs = Number.POSITIVE_INFINITY;
  #lookedMs = Number.NEGATIVE_INFINITY;
  /** Those that are due by then have been told of. */
  #toldMs = Number.NEGATIVE_INFINITY;
  #isEnded = false;

  constructor(parts: ForesightParts, shard: number, name: string, foresee: NonNullable<TimerKind["foresee"]>) {
    this.#parts = parts;
    this.#shard = shard;
    this.#name = name;
    this.#foresee = foresee;
  }

  /** The next of them is due then. */
  next(dueMs: number): void {
    if (dueMs === Number.POSITIVE_INFINITY || dueMs <= this.#toldMs || this.#isEnded) return;
    const atMs = Math.max(dueMs - this.#foresee.byMs, this.#lookedMs + leastBetweenLooksMs);
    if (atMs >= this.#lookMs || atMs >= dueMs) return;
    this.#look?.cancel();
    this.#lookMs = atMs;
    this.#look = this.#parts.clock.at(atMs - this.#parts.aheadMs(), () => void this.#tell());
  }

  end(): void {
    this.#isEnded = true;
    this.#look?.cancel();
  }

  async #tell(): Promise<void> {
    const { table, clock, aheadMs, isHeld } = this.#parts;
    this.#lookMs = Number.POSITIVE_INFINITY;
    if (!isHeld()) return;
    this.#lookedMs = clock.nowMs() + aheadMs();
    const fromMs = Math.max(this.#toldMs, this.#lookedMs);
    this.#toldMs = this.#lookedMs + this.#foresee.byMs;
    try {
      for (const row of await table.due(this.#shard, this.#name, this.#toldMs, mostTold)) {
        if (this.#isEnded || row.setForMs <= fromMs) continue;
        await this.#foresee.tell({ key: row.key, payload: row.payload, from: fromKeyText(row.source) });
      }
    } catch {
      // It fires all the same.
    }
  }
}
