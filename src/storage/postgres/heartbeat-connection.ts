import pg, { type QueryConfig, type QueryResult } from "pg";
import type { Log } from "../../platform/log.ts";
import { connectionSettings } from "./connections.ts";

/** A heartbeat that is not answered by then has failed, and the connection with it. */
const patienceMs = 2_000;
/** One after the other that are not answered: then others wait in vain, too. */
const mostSilent = 2;

/**
 * A connection of its own for heartbeats: they must not wait for one of the pool behind writes, or a busy node would be taken for dead. What
 * is sent together shares a round trip.
 */
export class HeartbeatConnection {
  readonly #url: string;
  readonly #log: Log;
  readonly #onSilence: () => void;
  #client: Promise<pg.Client> | undefined;
  #silent = 0;

  /** `onSilence` is called while the server takes connections or statements and does not answer. */
  constructor(url: string, log: Log, onSilence: () => void) {
    this.#url = url;
    this.#log = log;
    this.#onSilence = onSilence;
  }

  async query(queries: readonly QueryConfig[]): Promise<QueryResult[]> {
    const opened = this.#client ?? this.#open();
    this.#client = opened;
    try {
      const client = await opened;
      const results = await Promise.all(queries.map((query) => client.query(query)));
      this.#silent = 0;
      return results;
    } catch (error) {
      this.#silent = isTimeout(error) ? this.#silent + 1 : 0;
      if (this.#silent >= mostSilent) this.#onSilence();
      if (this.#client === opened) this.#client = undefined;
      void opened.then((client) => client.end().catch(() => {})).catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end().catch(() => {});
  }

  async #open(): Promise<pg.Client> {
    const client = new pg.Client({
      ...connectionSettings(this.#url),
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
    });
    client.on("error", (error) => {
      this.#log.debug("the connection for heartbeats was lost", { error: error.message });
      this.#client = undefined;
    });
    await client.connect();
    return client;
  }
}

/** The driver's own errors: it has no code for them. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && /timeout/i.test(error.message);
}
