import type { AdjustableClock } from "../../platform/clock.ts";
import type { StreamRecord } from "./stream-records.ts";

export interface LaneOptions {
  readonly clock: AdjustableClock;
  readonly size: number;
  readonly bytes: number;
  readonly windowMs: number;
  /** Whether a record may be in a batch with the one before it. */
  readonly goesWith: (record: StreamRecord, first: StreamRecord) => boolean;
  readonly signal: AbortSignal;
}

/** Records of some keys of a shard, in order, taken from it in batches. */
export class StreamLane {
  readonly #options: LaneOptions;
  readonly #records: StreamRecord[] = [];
  #bytes = 0;
  #isClosed = false;
  #changed: () => void = () => {};

  constructor(options: LaneOptions) {
    this.#options = options;
    options.signal.addEventListener("abort", () => this.#changed(), { once: true });
  }

  push(record: StreamRecord): void {
    this.#records.push(record);
    this.#bytes += record.bytes + 1;
    this.#changed();
  }

  /** Nothing more comes. */
  close(): void {
    this.#isClosed = true;
    this.#changed();
  }

  get next(): StreamRecord | undefined {
    return this.#records[0];
  }

  /** Waits until there is a record, or that time has come; false where nothing more comes. */
  async wait(untilMs: number | undefined): Promise<boolean> {
    const { clock, signal } = this.#options;
    while (this.#records.length === 0 && !this.#isClosed && !signal.aborted) {
      const isDue = await this.#untilChanged(untilMs);
      if (isDue) return true;
    }
    if (signal.aborted) return false;
    return this.#records.length > 0 || (untilMs !== undefined && clock.nowMs() >= untilMs);
  }

  /** A batch: as many as fit, after waiting for them for as long as the batching window says. */
  async take(): Promise<readonly StreamRecord[]> {
    const { clock, size, bytes, windowMs, signal } = this.#options;
    const untilMs = clock.nowMs() + windowMs;
    while (
      windowMs > 0 &&
      this.#records.length < size &&
      this.#bytes < bytes &&
      !this.#isClosed &&
      !signal.aborted &&
      clock.nowMs() < untilMs
    )
      if (await this.#untilChanged(untilMs)) break;
    const first = this.#records[0];
    if (!first || signal.aborted) return [];
    let count = 0;
    let taken = 0;
    for (const record of this.#records) {
      if (count > 0 && (count >= size || taken + record.bytes + 1 > bytes || !this.#options.goesWith(record, first)))
        break;
      count += 1;
      taken += record.bytes + 1;
    }
    this.#bytes -= taken;
    return this.#records.splice(0, count);
  }

  /** True when the time has come. */
  #untilChanged(untilMs: number | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const timer =
        untilMs === undefined
          ? undefined
          : this.#options.clock.at(untilMs, () => {
              this.#changed = () => {};
              resolve(true);
            });
      this.#changed = () => {
        timer?.cancel();
        this.#changed = () => {};
        resolve(false);
      };
    });
  }
}
