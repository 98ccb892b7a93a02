import type { Clock } from "../../platform/clock.ts";

/** How many batches of one source may be handled at the same time. */
export interface Scaling {
  /** At the beginning, and after the source has been empty. */
  readonly first: number;
  /** So many more each minute while there is more to do. */
  readonly perMinute: number;
  readonly most: number;
}

/** Source: "Configuring scaling behavior for SQS event source mappings". */
export const queueScaling: Scaling = { first: 5, perMinute: 300, most: 1_250 };

/** Grows evenly from the moment at which all that was allowed was in use, for as long as there is more to do. */
export class PollerLimit {
  readonly #clock: Pick<Clock, "nowMs">;
  readonly #scaling: Scaling;
  #sinceMs: number | undefined;

  constructor(clock: Pick<Clock, "nowMs">, scaling: Scaling) {
    this.#clock = clock;
    this.#scaling = scaling;
  }

  get current(): number {
    const { first, perMinute, most } = this.#scaling;
    if (this.#sinceMs === undefined) return Math.min(first, most);
    const grown = ((this.#clock.nowMs() - this.#sinceMs) * perMinute) / 60_000;
    return Math.min(first + Math.floor(grown), most);
  }

  /** It is reached, and there is more to do. */
  reached(): void {
    this.#sinceMs ??= this.#clock.nowMs();
  }

  /** There is nothing more to do. */
  rest(): void {
    this.#sinceMs = undefined;
  }
}
