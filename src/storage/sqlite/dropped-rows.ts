import type { SqliteConnection } from "./connection.ts";
import { partitionTables } from "./schema.ts";
import type { Writer } from "./writer.ts";

/** How long one slice may hold up other writes, and the rows it begins with. */
const sliceMs = 8;
const slice = { least: 1, first: 50, most: 5_000 } as const;

/**
 * Deletes the rows of dropped partitions behind everybody's back, a slice at a time. What is dropped is noted in the commit that drops it,
 * so what a stop leaves is gone on with after the next start. Ids are never used twice: nobody finds such rows meanwhile.
 */
export class DroppedRows {
  readonly #writer: Writer;
  readonly #failed: (error: unknown) => void;
  #rows: number = slice.first;
  #running: Promise<void> | undefined;
  #more = false;
  #closed = false;

  /** `failed` is told of what is tried again at the next drop. */
  constructor(writer: Writer, failed: (error: unknown) => void) {
    this.#writer = writer;
    this.#failed = failed;
  }

  /** There may be some. */
  wake(): void {
    this.#more = true;
    if (this.#closed) return;
    this.#running ??= this.#run()
      .catch((error: unknown) => {
        if (!this.#closed) this.#failed(error);
      })
      .finally(() => {
        this.#running = undefined;
        if (this.#more) this.wake();
      });
  }

  /** Fulfilled when there are none left. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Leaves what is left for the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    this.#more = false;
    const { connection } = this.#writer;
    while (!this.#closed) {
      const isDone = await this.#writer.step(() => this.#removeSlice(connection));
      if (isDone) return;
      // Others' writes, and what is asked of the server, have their turns.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** True if nothing is left. */
  #removeSlice(connection: SqliteConnection): boolean {
    const dropped = connection.own("SELECT id FROM squall_dropped LIMIT 1").get()?.id as number | undefined;
    if (dropped === undefined) return true;
    const startedMs = performance.now();
    for (const table of partitionTables(connection)) {
      const text = `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE partition = ? LIMIT ?)`;
      if (Number(connection.own(text).run(dropped, this.#rows).changes) === 0) continue;
      this.#adjust(performance.now() - startedMs);
      return false;
    }
    connection.own("DELETE FROM squall_dropped WHERE id = ?").run(dropped);
    return false;
  }

  /** Rows may be some bytes or a megabyte. */
  #adjust(tookMs: number): void {
    const fitting = Math.floor((this.#rows * sliceMs) / Math.max(tookMs, 0.5));
    this.#rows = Math.max(slice.least, Math.min(slice.most, fitting, this.#rows * 4));
  }
}
