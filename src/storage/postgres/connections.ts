import pg, { type PoolClient } from "pg";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { Outage } from "./outage.ts";
import { isConnectionLoss, isTransient } from "./transient-error.ts";

/** Apart, so that reads never wait for writes. */
const writeConnections = 8;
const readConnections = 8;

/** Tries of what the server has undone, a deadlock or a serialization failure. */
const mostTries = 8;
const firstPauseMs = 20;
const longestPauseMs = 250;
/** So long a server that is lost is waited for, as when it is restarted; then it counts as away. */
const patienceMs = 2_000;

/** The connections to one PostgreSQL. */
export class Connections {
  readonly #clock: Clock;
  readonly #write: pg.Pool;
  readonly #read: pg.Pool;
  readonly #clients = new Set<PoolClient>();
  readonly #probe: () => Promise<void>;
  /** Whether the server is away. */
  readonly outage: Outage;
  #closed = false;

  constructor(url: string, clock: Clock, log: Log) {
    this.#clock = clock;
    this.#write = createPool(url, writeConnections, log);
    this.#read = createPool(url, readConnections, log);
    this.#probe = () => probe(url);
    this.outage = new Outage(this.#probe, clock, log);
    for (const pool of [this.#write, this.#read]) {
      pool.on("connect", (client) => this.#clients.add(client));
      pool.on("remove", (client) => this.#clients.delete(client));
    }
  }

  /**
   * Others wait for the server in vain. If it does not answer to a new connection either, it is away, though no connection has been lost: the system would
   * give them up after many minutes. Who waits on one is told now.
   */
  async checkSilence(): Promise<void> {
    if (this.outage.error || this.#closed) return;
    try {
      await this.#probe();
    } catch (error) {
      if (this.#closed) return;
      this.outage.begin(error);
      for (const client of this.#clients) client.connection.stream.destroy();
    }
  }

  writer(): Promise<PoolClient> {
    return this.#write.connect();
  }

  reader(): Promise<PoolClient> {
    return this.#read.connect();
  }

  /** A statement of the engine itself, in a transaction of its own. It may be run twice. */
  async query(name: string, text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    return this.retry(() => this.#write.query({ name, text, values: [...values] }));
  }

  /** Runs `work` on one connection, which is closed if it throws. */
  async withWriter<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.writer();
    try {
      const value = await work(client);
      client.release();
      return value;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /**
   * Repeats `work` after what may pass. Throws UnreachableStorageError when the server has been lost for some seconds, and at once from then on until
   * it is back.
   */
  async retry<T>(work: () => Promise<T>): Promise<T> {
    const beganMs = this.#clock.monotonicMs();
    for (let tries = 1; ; tries++) {
      if (this.outage.error) throw this.outage.error;
      try {
        return await work();
      } catch (error) {
        if (!isTransient(error)) throw error;
        const isLost = isConnectionLoss(error);
        if (isLost && this.#clock.monotonicMs() - beganMs > patienceMs) throw this.outage.begin(error);
        if (!isLost && tries >= mostTries) throw error;
        await this.pause(Math.min(firstPauseMs * 2 ** (tries - 1), longestPauseMs));
      }
    }
  }

  /** The same for the start, when nobody else waits: it rejects with the server's or the driver's own error after `mostMs`. */
  async retryFor<T>(mostMs: number, work: () => Promise<T>): Promise<T> {
    const beganMs = this.#clock.monotonicMs();
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (!isTransient(error) || this.#clock.monotonicMs() - beganMs > mostMs) throw error;
        await this.pause(Math.min(firstPauseMs * 2 ** (tries - 1), longestPauseMs));
      }
    }
  }

  checkOpen(): void {
    if (this.#closed) throw new Error("the database is closed");
  }

  /** Nothing new is taken; what has a connection keeps it. */
  refuse(): void {
    this.#closed = true;
  }

  async close(): Promise<void> {
    this.refuse();
    this.outage.close();
    await Promise.all([this.#write.end(), this.#read.end()]);
  }

  /** By the machine's time: it is a real server that is waited for. */
  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#clock.afterMachine(delayMs, resolve));
  }
}

/** Settings of every connection to the server. */
export function connectionSettings(url: string) {
  return {
    connectionString: url,
    application_name: "squall",
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    // What is sent need not wait for the answer to what was sent before.
    pipeline: true,
    types,
    // Each statement names its partition, which begins a primary key: reading a whole table is never right, and a plan made while a
    // table was empty must not say so. A node that stops in the middle of a transaction must not hold its partition for ever.
    options: "-c enable_seqscan=off -c jit=off -c idle_in_transaction_session_timeout=10000",
  };
}

/** By a connection of its own: those of the pools may all be waited for. */
async function probe(url: string): Promise<void> {
  const client = new pg.Client({ ...connectionSettings(url), connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
  } finally {
    await client.end().catch(() => {});
  }
}

function createPool(url: string, max: number, log: Log): pg.Pool {
  const pool = new pg.Pool({ ...connectionSettings(url), max, idleTimeoutMillis: 60_000 });
  // While a connection is in use, its loss is an error of the query that has it; the event alone would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  pool.on("error", (error) => log.warn("an idle connection to the database was lost", { error: error.message }));
  return pool;
}

const { builtins } = pg.types;

/** As SQLite gives them: integers of 64 bits, sums and truth values are numbers. */
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === builtins.INT8) return toSafeInteger;
    if (oid === builtins.NUMERIC) return Number;
    if (oid === builtins.BOOL) return (text: string) => (text === "t" ? 1 : 0);
    return pg.types.getTypeParser(oid, format);
  },
};

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`an integer of the database is too large: ${text}`);
  return value;
}
