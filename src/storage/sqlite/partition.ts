import type { Partition, PartitionKey, ReadTransaction, WriteTransaction } from "../database.ts";
import type { DroppedRows } from "../dropped-rows.ts";
import { keyText } from "../partition-key.ts";
import type { Readers } from "./readers.ts";
import type { Writer } from "./writer.ts";

export class SqlitePartition implements Partition {
  readonly key: PartitionKey;
  readonly #text: string;
  readonly #readers: Readers;
  readonly #writer: Writer;
  readonly #dropped: DroppedRows;

  constructor(key: PartitionKey, readers: Readers, writer: Writer, dropped: DroppedRows) {
    this.key = key;
    this.#text = keyText(key);
    this.#readers = readers;
    this.#writer = writer;
    this.#dropped = dropped;
  }

  read<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.#readers.read(this.key, this.#text, work);
  }

  write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#writer.write(this.key, this.#text, work);
  }

  /** Its effects that wait in the outbox stay: they were promised. */
  drop(): Promise<void> {
    const { connection, statements, ids } = this.#writer;
    const step = () => {
      const id = statements.findPartition(this.key);
      if (id === undefined) return;
      connection.own("INSERT INTO squall_dropped (id) VALUES (?)").run(id);
      connection.own("DELETE FROM squall_partitions WHERE id = ?").run(id);
    };
    const after = () => {
      ids.delete(this.#text);
      this.#dropped.wake();
    };
    return this.#writer.step(step, { alone: true, source: this.#text, after });
  }
}
