import { BoundedCache } from "../../../platform/bounded-cache.ts";

/** Kept at a time. */
const mostTokens = 1_000;
const mostDestinations = 10_000;

/** What a server remembers of the API destinations it calls: when the next call may be made, and the tokens it has been given. */
export class ApiDestinationCallers {
  /** By an API destination's ARN. */
  readonly #rates = new BoundedCache<string, Rate>(mostDestinations);
  /** By a connection's ARN and version. */
  readonly #tokens = new BoundedCache<string, { readonly token: string; readonly endsMs: number }>(mostTokens);

  /**
   * When a call may be made: now, which is counted, or a second that has room for it. Those that wait are spread over the seconds to come: if all of them
   * came back in the next one, each second would ask all of them.
   */
  place(arn: string, perSecond: number, nowMs: number): number {
    const second = Math.floor(nowMs / 1_000);
    const rate = this.#rateOf(arn);
    if (rate.second !== second) Object.assign(rate, { second, calls: 0 });
    if (rate.calls < perSecond) {
      rate.calls += 1;
      return nowMs;
    }
    if (rate.nextSecond <= second) Object.assign(rate, { nextSecond: second + 1, waiting: 0 });
    else if (rate.waiting >= perSecond) Object.assign(rate, { nextSecond: rate.nextSecond + 1, waiting: 0 });
    rate.waiting += 1;
    return rate.nextSecond * 1_000;
  }

  #rateOf(arn: string): Rate {
    return this.#rates.get(arn) ?? this.#rates.set(arn, { second: 0, calls: 0, nextSecond: 0, waiting: 0 });
  }

  token(key: string, nowMs: number): string | undefined {
    const known = this.#tokens.get(key);
    return known && known.endsMs > nowMs ? known.token : undefined;
  }

  keep(key: string, token: string, endsMs: number): void {
    this.#tokens.set(key, { token, endsMs });
  }

  forget(key: string): void {
    this.#tokens.delete(key);
  }

  clear(): void {
    this.#rates.clear();
    this.#tokens.clear();
  }
}

/** Seconds since 1970. */
interface Rate {
  second: number;
  /** Of that second. */
  calls: number;
  /** The last second that was told to callers who wait, and how many of them. */
  nextSecond: number;
  waiting: number;
}
