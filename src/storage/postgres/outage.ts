import type { Clock, Timer } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { UnreachableStorageError } from "../unreachable-storage-error.ts";

/** How often a server that is away is looked for: work goes on so soon after it is back. */
const probeEveryMs = 200;

/**
 * What is known of a server that cannot be reached. While it lasts, what needs the server is refused at once instead of waiting in its turn,
 * and one probe after the other looks whether the server is back.
 */
export class Outage {
  readonly #probe: () => Promise<void>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();
  #began: { readonly atMs: number; readonly error: UnreachableStorageError; readonly reason: string } | undefined;
  #timer: Timer | undefined;
  #closed = false;

  /** `probe` rejects while the server is away. */
  constructor(probe: () => Promise<void>, clock: Clock, log: Log) {
    this.#probe = probe;
    this.#clock = clock;
    this.#log = log;
  }

  /** Undefined while there is none. */
  get error(): UnreachableStorageError | undefined {
    return this.#began?.error;
  }

  /** A sentence for whoever runs Squall; undefined while there is none. */
  get description(): string | undefined {
    if (!this.#began) return undefined;
    const { atMs, reason } = this.#began;
    const seconds = Math.round((this.#clock.monotonicMs() - atMs) / 1000);
    return `The database has not been reached for ${seconds} s (${reason}): start PostgreSQL, or see to the network in between. Squall goes on by itself once it answers.`;
  }

  /** Called when the server is back. */
  onEnd(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** It has been tried long enough. Gives what to refuse the work with. */
  begin(cause: unknown): UnreachableStorageError {
    if (this.#began) return this.#began.error;
    const { code, message } = cause as { readonly code?: string; readonly message?: string };
    const error = new UnreachableStorageError(cause);
    this.#began = { atMs: this.#clock.monotonicMs(), error, reason: code ?? message ?? "no answer" };
    this.#log.error("the database cannot be reached: what needs it is refused until it is back", {
      error: message ?? String(cause),
    });
    void this.#look();
    return error;
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  async #look(): Promise<void> {
    try {
      await this.#probe();
    } catch {
      // By the machine's time: it is a real server that is waited for.
      if (!this.#closed) this.#timer = this.#clock.afterMachine(probeEveryMs, () => void this.#look());
      return;
    }
    const { atMs = 0 } = this.#began ?? {};
    this.#began = undefined;
    if (this.#closed) return;
    this.#log.warn("the database is back", { afterMs: Math.round(this.#clock.monotonicMs() - atMs) });
    for (const listener of this.#listeners) listener();
  }
}
