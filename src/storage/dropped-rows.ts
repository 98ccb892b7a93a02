import type { Log } from "../platform/log.ts";

/** What an engine gives `DroppedRows` of itself. */
export interface DroppedRowsTable {
  /** Deletes a slice of what dropped partitions have left, such that it holds up nobody for long. True if nothing is left. */
  removeSlice(): Promise<boolean>;
}

/**
 * Deletes the rows of dropped partitions behind everybody's back, a slice at a time. What is dropped is noted in the commit that drops it, so what a
 * stop leaves is gone on with after the next start. Ids of partitions are never used twice: nobody finds such rows meanwhile.
 */
export class DroppedRows {
  readonly #table: DroppedRowsTable;
  readonly #log: Log;
  #running: Promise<void> | undefined;
  #more = false;
  #closed = false;

  constructor(table: DroppedRowsTable, log: Log) {
    this.#table = table;
    this.#log = log;
  }

  /** There may be some. */
  wake(): void {
    this.#more = true;
    if (this.#closed) return;
    this.#running ??= this.#run()
      .catch((error: unknown) => {
        if (this.#closed) return;
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
    while (!this.#closed && !(await this.#table.removeSlice())) {
      // Others' writes, and what is asked of the server, have their turns.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
