import type { Log } from "../../platform/log.ts";
import type { Connections } from "./connections.ts";
import { partitionTables } from "./schema.ts";

const rowsAtOnce = 2_000;

/**
 * Deletes the rows of dropped partitions afterwards, some at a time, so that no transaction is long. What a stop leaves is gone on with after
 * the next start, of any node; two that do it at the same time are in nobody's way.
 */
export class DroppedRows {
  readonly #connections: Connections;
  readonly #log: Log;
  #running: Promise<void> | undefined;
  #more = false;
  #closed = false;

  constructor(connections: Connections, log: Log) {
    this.#connections = connections;
    this.#log = log;
  }

  /** There may be some. */
  wake(): void {
    this.#more = true;
    if (this.#closed) return;
    this.#running ??= this.#run()
      .catch((error: unknown) => {
        if (!this.#closed)
          this.#log.warn("the rows of what was dropped could not be removed yet", { error: String(error) });
      })
      .finally(() => {
        this.#running = undefined;
        if (this.#more) this.wake();
      });
  }

  /** Leaves what is left for the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    this.#more = false;
    for (;;) {
      const { rows } = await this.#connections.query("dropped", "SELECT id FROM squall_dropped LIMIT 1", []);
      const id = rows[0]?.id;
      if (id === undefined) return;
      const tables = await this.#connections.withWriter((client) => partitionTables(client));
      for (const table of tables) {
        let removed: number;
        do {
          if (this.#closed) return;
          removed =
            (await this.#connections.query(`drop ${table}`, removeSlice(table), [id, rowsAtOnce])).rowCount ?? 0;
        } while (removed === rowsAtOnce);
      }
      await this.#connections.query("drop-done", "DELETE FROM squall_dropped WHERE id = $1", [id]);
    }
  }
}

/** Rows that another node deletes at the same time are left to it. */
function removeSlice(table: string): string {
  return `DELETE FROM ${table} WHERE ctid IN
    (SELECT ctid FROM ${table} WHERE partition = $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`;
}
