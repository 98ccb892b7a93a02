import type { Partition, PartitionKey, ReadTransaction, WriteTransaction } from "../database.ts";
import { keyText } from "../partition-key.ts";
import type { Readers } from "./readers.ts";
import { partitionTables } from "./schema.ts";
import type { Writer } from "./writer.ts";

export class SqlitePartition implements Partition {
  readonly key: PartitionKey;
  readonly #text: string;
  readonly #readers: Readers;
  readonly #writer: Writer;

  constructor(key: PartitionKey, readers: Readers, writer: Writer) {
    this.key = key;
    this.#text = keyText(key);
    this.#readers = readers;
    this.#writer = writer;
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
      for (const table of partitionTables(connection)) {
        connection.prepare(`DELETE FROM ${table} WHERE partition = ?`).run(id);
      }
      connection.prepare("DELETE FROM squall_partitions WHERE id = ?").run(id);
    };
    return this.#writer.step(step, { alone: true, after: () => ids.delete(this.#text) });
  }
}
