import type { PoolClient } from "pg";
import type { Partition, PartitionKey, ReadTransaction, WriteTransaction } from "../database.ts";
import type { DroppedRows } from "../dropped-rows.ts";
import { keyText } from "../partition-key.ts";
import type { PartitionWriters } from "./partition-writers.ts";
import { type ReadParts, read } from "./read-transaction.ts";
import type { Head } from "./write-transaction.ts";

export class PostgresPartition implements Partition {
  readonly key: PartitionKey;
  readonly #text: string;
  readonly #parts: ReadParts;
  readonly #writers: PartitionWriters;
  readonly #dropped: DroppedRows;

  constructor(key: PartitionKey, parts: ReadParts, writers: PartitionWriters, dropped: DroppedRows) {
    this.key = key;
    this.#text = keyText(key);
    this.#parts = parts;
    this.#writers = writers;
    this.#dropped = dropped;
  }

  read<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return read(this.#parts, this.key, work);
  }

  write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#writers.write(this.key, this.#text, { alone: false, work });
  }

  /** Its effects that wait in the outbox stay: they were promised. */
  async drop(): Promise<void> {
    await this.#writers.write(this.key, this.#text, { alone: true, work: dropHead });
    this.#dropped.wake();
  }
}

async function dropHead(_tx: WriteTransaction, client: PoolClient, { partition }: Head): Promise<void> {
  await client.query("INSERT INTO squall_dropped (id) VALUES ($1)", [partition]);
  await client.query("DELETE FROM squall_partitions WHERE id = $1", [partition]);
}
