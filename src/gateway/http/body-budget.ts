import { AwsError } from "../../platform/aws-error.ts";
import { Slots } from "./slots.ts";

/** A body that is being collected and may be given up for others. */
export interface Collecting {
  readonly sinceMs: number;
  /** Ends it with that error; its bytes come back at once. */
  giveUp(error: AwsError): void;
}

export interface BodyBudgetOptions {
  /** Of all bodies that are in memory together. */
  readonly limitBytes: number;
  /** How long one that finds no room waits for it. */
  readonly waitMs?: number;
}

/** One that has been arriving for less is never given up for others. */
const youngMs = 10_000;

/**
 * The memory that requests' bodies may take together, whoever sends them: what has arrived counts, not what was announced. When it is
 * used up, whoever needs more waits a moment; then the body that has been arriving longest is given up, or, if all are young, the one
 * that asks. Throws ServiceUnavailable.
 */
export class BodyBudget {
  readonly #options: Required<BodyBudgetOptions>;
  readonly #collecting = new Slots<Collecting>();
  readonly #waiting = new Set<{ readonly bytes: number; readonly go: () => void }>();
  #usedBytes = 0;

  constructor(options: BodyBudgetOptions) {
    this.#options = { waitMs: 1_000, ...options };
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Begins to collect; ended by `leave` with the slot that it gives. */
  enter(collecting: Collecting): number {
    return this.#collecting.add(collecting);
  }

  leave(slot: number): void {
    this.#collecting.remove(slot);
  }

  /** False if there is no room: then `wait`. */
  take(bytes: number): boolean {
    if (this.#usedBytes + bytes > this.#options.limitBytes || this.#waiting.size > 0) return false;
    this.#usedBytes += bytes;
    return true;
  }

  /** Takes the bytes as soon as there is room for them. */
  wait(bytes: number, asking: Collecting): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = {
        bytes,
        go: () => {
          clearTimeout(timer);
          this.#usedBytes += bytes;
          resolve();
        },
      };
      const onTime = () => {
        this.#giveUpOldest(asking);
        if (!this.#waiting.delete(waiting)) return;
        reject(busy());
        this.#serveWaiting();
      };
      const timer = setTimeout(onTime, this.#options.waitMs);
      this.#waiting.add(waiting);
      this.#serveWaiting();
    });
  }

  give(bytes: number): void {
    this.#usedBytes -= bytes;
    this.#serveWaiting();
  }

  #serveWaiting(): void {
    for (const waiting of this.#waiting) {
      if (this.#usedBytes + waiting.bytes > this.#options.limitBytes) return;
      this.#waiting.delete(waiting);
      waiting.go();
    }
  }

  #giveUpOldest(asking: Collecting): void {
    let oldest: Collecting | undefined;
    for (const each of this.#collecting) {
      if (each !== asking && each.sinceMs < (oldest?.sinceMs ?? Number.POSITIVE_INFINITY)) oldest = each;
    }
    if (oldest && performance.now() - oldest.sinceMs >= youngMs) oldest.giveUp(busy());
  }
}

/** Each service's name for it is given where it is encoded. Source: "Common error types" of the API references. */
function busy(): AwsError {
  return new AwsError("ServiceUnavailable", "The request has failed due to a temporary failure of the server.", {
    status: 503,
  });
}
