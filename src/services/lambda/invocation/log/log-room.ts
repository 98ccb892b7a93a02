import type { Clock } from "../../../../platform/clock.ts";
import type { Log } from "../../../../platform/log.ts";

/** A log with lines that are not stored yet. */
export interface UnstoredLog {
  /** It could not be stored, and is tried again after a while. */
  readonly isPausing: boolean;
  /** What waits to be tried again is tried now. */
  hasten(): void;
  /** What cannot be stored is not tried any more. */
  giveUp(): void;
}

/** What each log takes beside its lines. */
const logBytes = 2 * 1024;
/** How long a stop waits for logs that cannot be stored at the moment, and for those that a busy database takes its time for. */
const stopMs = { pausing: 2_000, slow: 10_000 };

/**
 * The memory that lines of functions' logs take while they wait to be stored, those of environments that have ended too. Nothing is dropped when it
 * is full: functions wait in `write`, and no event is begun, until some of it is stored.
 */
export class LogRoom {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #mostBytes: number;
  readonly #unstored = new Set<UnstoredLog>();
  #bytes = 0;
  #room: PromiseWithResolvers<void> | undefined;
  #allStored: PromiseWithResolvers<void> | undefined;

  constructor(clock: Clock, log: Log, mostBytes: number) {
    this.#clock = clock;
    this.#log = log;
    this.#mostBytes = mostBytes;
  }

  /** Undefined while there is room; else fulfilled when there is some again, which others may have taken by then. */
  untilRoom(): Promise<void> | undefined {
    if (this.#bytes < this.#mostBytes) return undefined;
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  take(log: UnstoredLog, bytes: number): void {
    if (!this.#unstored.has(log)) {
      this.#unstored.add(log);
      this.#bytes += logBytes;
    }
    this.#bytes += bytes;
  }

  /** They are stored. `isAll`: nothing of that log waits any more. */
  give(log: UnstoredLog, bytes: number, isAll: boolean): void {
    this.#bytes -= bytes;
    if (isAll && this.#unstored.delete(log)) {
      this.#bytes -= logBytes;
      if (this.#unstored.size === 0) this.#allStored?.resolve();
    }
    // Not at once: who is let in writes more.
    if (this.#bytes < this.#mostBytes * 0.75) {
      this.#room?.resolve();
      this.#room = undefined;
    }
  }

  /** What could not be stored can be again: the others need not wait for their time. */
  recovered(): void {
    for (const log of this.#unstored) log.hasten();
  }

  /** For a stop: all that can be stored soon is, the rest is lost, which is said. */
  async settle(): Promise<void> {
    if (this.#unstored.size === 0) return;
    this.#allStored = Promise.withResolvers();
    this.recovered();
    const end = this.#allStored.resolve;
    let timer = this.#clock.afterMachine(stopMs.pausing, () => {
      if ([...this.#unstored].every(({ isPausing }) => isPausing)) end();
      else timer = this.#clock.afterMachine(stopMs.slow - stopMs.pausing, end);
    });
    await this.#allStored.promise;
    timer.cancel();
    this.#allStored = undefined;
    if (this.#unstored.size === 0) return;
    this.#log.error("logs of functions could not be stored before the stop and are lost", { bytes: this.#bytes });
    for (const log of this.#unstored) log.giveUp();
  }
}
