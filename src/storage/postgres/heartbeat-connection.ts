import pg, { type QueryConfig, type QueryResult } from "pg";
import type { Log } from "../../platform/log.ts";
import { connectionSettings } from "./connections.ts";

/** A heartbeat that is not answered by then has failed, and the connection with it. */
const patienceMs = 2_000;

/**
 * A connection of its own for heartbeats: they must not wait for one of the pool behind writes, or a busy node would be taken for dead. What
 * is sent together shares a round trip.
 */
export class HeartbeatConnection {
  readonly #url: string;
  readonly #log: Log;
  #client: Promise<pg.Client> | undefined;

  constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
  }

  async query(queries: readonly QueryConfig[]): Promise<QueryResult[]> {
    const opened = this.#client ?? this.#open();
    this.#client = opened;
    try {
      const client = await opened;
      return await Promise.all(queries.map((query) => client.query(query)));
    } catch (error) {
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
