import { BoundedCache } from "../../../platform/bounded-cache.ts";

const mostSeries = 50_000;

/**
 * Remembers, within bounds, which series are in storage and how recent their row says they are: a batch of known metrics then
 * costs no row beside its chunk. What is forgotten is only written once more.
 */
export class KnownSeries {
  readonly #lastS = new BoundedCache<string, number>(mostSeries);

  /** Whether the series' row must be made, or is so old that it has to be renewed. */
  isDue(series: string, atS: number): boolean {
    const lastS = this.#lastS.get(series);
    return lastS === undefined || atS - lastS >= renewAfterS;
  }

  remember(series: string, atS: number): void {
    this.#lastS.set(series, atS);
  }

  forget(): void {
    this.#lastS.clear();
  }
}

/** AWS allows lists of recently active metrics to be wrong by 50 minutes. */
const renewAfterS = 600;
