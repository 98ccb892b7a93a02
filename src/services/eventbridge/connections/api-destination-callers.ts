/** What a server remembers of the API destinations it calls: when the next call may be made, and the tokens it has been given. */
export class ApiDestinationCallers {
  /** By an API destination's ARN, how many calls this second has had. */
  readonly #seconds = new Map<string, { second: number; calls: number }>();
  /** By a connection's ARN and version. */
  readonly #tokens = new Map<string, { readonly token: string; readonly endsMs: number }>();

  /** Counts a call; gives when it may be made, which is now or the next second. */
  place(arn: string, perSecond: number, nowMs: number): number {
    const second = Math.floor(nowMs / 1_000);
    let known = this.#seconds.get(arn);
    if (!known) {
      if (this.#seconds.size >= mostDestinations) this.#seconds.clear();
      known = { second, calls: 0 };
      this.#seconds.set(arn, known);
    }
    if (known.second !== second) {
      known.second = second;
      known.calls = 0;
    }
    if (known.calls >= perSecond) return (second + 1) * 1_000;
    known.calls += 1;
    return nowMs;
  }

  token(key: string, nowMs: number): string | undefined {
    const known = this.#tokens.get(key);
    return known && known.endsMs > nowMs ? known.token : undefined;
  }

  keep(key: string, token: string, endsMs: number): void {
    if (this.#tokens.size >= mostTokens) this.#tokens.clear();
    this.#tokens.set(key, { token, endsMs });
  }

  forget(key: string): void {
    this.#tokens.delete(key);
  }

  clear(): void {
    this.#seconds.clear();
    this.#tokens.clear();
  }
}

const mostTokens = 1_000;
const mostDestinations = 10_000;
