import type { Timer } from "../platform/clock.ts";
import type { Migration, PartitionKey } from "../storage/database.ts";
import { sql } from "../storage/statement.ts";
import type { ServiceHost } from "./service.ts";

const leaseMs = 5 * 60 * 1000;
/** What became due while no server ran is done so long after a start: first the requests that waited for it. */
const afterStartMs = 10_000;
/** When one that failed, or that another server has been doing, is looked at again. */
const longestPauseMs = 60 * 60 * 1000;

/** What is done again and again, by one server for all. */
export interface Recurring {
  /** Of its lease and of the row that remembers it. */
  readonly name: string;
  readonly everyMs: number;
  /** What the log says when it failed. */
  readonly failure: string;
  /** It may end before it is done when `isStopped`: it is then done again after the next start. */
  readonly run: (isStopped: () => boolean) => Promise<void>;
}

/**
 * Does something at an interval that counts from when it was last done, by whichever server and in whichever run: the time is
 * stored. So a server that is stopped every night does what is due soon after its start, rather than never.
 */
export class RecurringWork {
  readonly #host: Pick<ServiceHost, "storage" | "clock" | "random" | "log">;
  readonly #recurring: Recurring;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(host: Pick<ServiceHost, "storage" | "clock" | "random" | "log">, recurring: Recurring) {
    this.#host = host;
    this.#recurring = recurring;
  }

  async start(): Promise<void> {
    this.#stopped = false;
    this.#arm(Math.max(await this.#dueMs(), this.#host.clock.nowMs() + afterStartMs));
  }

  /** Fulfilled when the run in progress, if any, is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running;
  }

  /** For one who must know that what the clock began is done. */
  idle(): Promise<void> {
    return this.#running;
  }

  #arm(atMs: number): void {
    if (this.#stopped) return;
    this.#timer = this.#host.clock.at(atMs, () => {
      this.#running = this.#runDue();
    });
  }

  /** Time may have gone on meanwhile so far that it is due again. */
  async #runDue(): Promise<void> {
    const { clock, log } = this.#host;
    const { name, failure, everyMs } = this.#recurring;
    let nextMs: number;
    do {
      nextMs = await this.#turn().catch((error: Error) => {
        log.error(failure, { work: name, error: error.message });
        return clock.nowMs() + Math.min(everyMs, longestPauseMs);
      });
    } while (nextMs <= clock.nowMs() && !this.#stopped);
    this.#arm(nextMs);
  }

  /** Gives the time of the next turn. */
  async #turn(): Promise<number> {
    const { storage, clock, random } = this.#host;
    const { name, everyMs, run } = this.#recurring;
    const lease = await storage.leases.acquire(name, random.uuid(), leaseMs);
    if (!lease) return clock.nowMs() + Math.min(everyMs, longestPauseMs);
    // A run may take longer than the lease lasts.
    const renewing = this.#renew(lease.renew);
    try {
      // Another server may have done it since this one looked.
      const dueMs = await this.#dueMs();
      if (dueMs > clock.nowMs()) return dueMs;
      const begunMs = clock.nowMs();
      await run(() => this.#stopped || renewing.lost);
      if (!this.#stopped && !renewing.lost) await this.#remember(begunMs);
      return begunMs + everyMs;
    } finally {
      renewing.end();
      await lease.release();
    }
  }

  #renew(renew: () => Promise<boolean>): { lost: boolean; end: () => void } {
    const renewal = { lost: false, end: () => timer.cancel() };
    const next = () =>
      this.#host.clock.afterMachine(leaseMs / 3, () => {
        renew().then(
          (held) => {
            renewal.lost = !held;
          },
          () => {},
        );
        timer = next();
      });
    let timer = next();
    return renewal;
  }

  /** Now, if it has never been done, or was at a time that has not come: clocks can be moved forward, and a restart takes that back. */
  async #dueMs(): Promise<number> {
    const { storage, clock } = this.#host;
    const { name, everyMs } = this.#recurring;
    const row = await storage.partition(recurringKey).read((tx) => tx.get(find, { name }));
    const nowMs = clock.nowMs();
    const lastMs = Number(row?.last_ms ?? Number.NEGATIVE_INFINITY);
    return lastMs > nowMs ? nowMs : Math.max(nowMs, lastMs + everyMs);
  }

  async #remember(lastMs: number): Promise<void> {
    const { name } = this.#recurring;
    await this.#host.storage.partition(recurringKey).write((tx) => tx.run(put, { name, lastMs }));
  }
}

export const recurringMigrations: readonly Migration[] = [
  {
    name: "001-recurring-work",
    sql: `
      CREATE TABLE recurring_work (
        partition BIGINT NOT NULL, name TEXT NOT NULL, last_ms BIGINT NOT NULL, PRIMARY KEY (partition, name)
      );`,
  },
];

const recurringKey: PartitionKey = { account: "", region: "", kind: "squall.recurring", name: "" };

const find = sql<{ name: string }, { last_ms: number }>(
  "SELECT last_ms FROM recurring_work WHERE partition = :partition AND name = :name",
);
const put = sql<{ name: string; lastMs: number }>(
  `INSERT INTO recurring_work (partition, name, last_ms) VALUES (:partition, :name, :lastMs)
   ON CONFLICT (partition, name) DO UPDATE SET last_ms = excluded.last_ms`,
);
