import type { PoolClient } from "pg";
import type { Partition, PartitionKey, ReadTransaction, WriteTransaction } from "../database.ts";
import { keyText } from "../partition-key.ts";
import type { PartitionWriters } from "./partition-writers.ts";
import { type ReadParts, read } from "./read-transaction.ts";
import { partitionTables } from "./schema.ts";
import type { Head } from "./write-transaction.ts";

export class PostgresPartition implements Partition {
  readonly key: PartitionKey;
  readonly #text: string;
  readonly #parts: ReadParts;
  readonly #writers: PartitionWriters;

  constructor(key: PartitionKey, parts: ReadParts, writers: PartitionWriters) {
    this.key = key;
    this.#text = keyText(key);
    this.#parts = parts;
    this.#writers = writers;
  }

  read<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return read(this.#parts, this.key, work);
  }

  write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#writers.write(this.key, this.#text, { alone: false, work });
  }

  /** Its effects that wait in the outbox stay: they were promised. */
  drop(): Promise<void> {
    return this.#writers.write(this.key, this.#text, { alone: true, work: dropRows });
  }
}

async function dropRows(_tx: WriteTransaction, client: PoolClient, { partition }: Head): Promise<void> {
  for (const table of await partitionTables(client)) {
    await client.query(`DELETE FROM ${table} WHERE partition = $1`, [partition]);
  }
  await client.query("DELETE FROM squall_partitions WHERE id = $1", [partition]);
}
