import pg from "pg";
import type { Log } from "../../platform/log.ts";
import type { QueueId } from "../outbox.ts";
import { connectionSettings } from "./connections.ts";

/**
 * Which of several nodes delivers a queue: the one whose session holds the queue's advisory lock. When a node dies its session ends and
 * the locks with it. If only the connection is lost, another node may repeat a delivery that is under way here, which receivers bear.
 */
export class Claims {
  readonly #url: string;
  readonly #log: Log;
  #client: Promise<pg.Client> | undefined;

  constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
  }

  async take(queue: QueueId): Promise<boolean> {
    const client = await this.#connect();
    const values = [lockName(queue)];
    const { rows } = await client.query({
      name: "take",
      text: "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken",
      values,
    });
    return rows[0]?.taken === 1;
  }

  async give(queue: QueueId): Promise<void> {
    const client = await this.#connect();
    await client.query({
      name: "give",
      text: "SELECT pg_advisory_unlock(hashtextextended($1, 0))",
      values: [lockName(queue)],
    });
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end();
  }

  #connect(): Promise<pg.Client> {
    this.#client ??= this.#open();
    return this.#client;
  }

  async #open(): Promise<pg.Client> {
    const client = new pg.Client(connectionSettings(this.#url));
    const forget = (error?: Error) => {
      if (error) this.#log.warn("the connection that claims deliveries was lost", { error: error.message });
      this.#client = undefined;
    };
    client.on("error", forget);
    client.on("end", () => forget());
    try {
      await client.connect();
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
    return client;
  }
}

function lockName({ source, topic }: QueueId): string {
  return `${topic}\n${source}`;
}
