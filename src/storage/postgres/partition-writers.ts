import type { PoolClient } from "pg";
import type { PartitionKey, WriteTransaction } from "../database.ts";
import { PartitionWriter, type WriterParts } from "./partition-writer.ts";
import type { Head } from "./write-transaction.ts";

/** One writer for each partition that has writes waiting. */
export class PartitionWriters {
  readonly #parts: WriterParts;
  readonly #writers = new Map<string, PartitionWriter>();

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  async write<T>(
    key: PartitionKey,
    source: string,
    { alone, work }: { alone: boolean; work: (tx: WriteTransaction, client: PoolClient, head: Head) => Promise<T> },
  ): Promise<T> {
    this.#parts.connections.checkOpen();
    const writer = this.#writers.get(source) ?? this.#create(key, source);
    return new Promise<T>((resolve, reject) => {
      writer.add({ alone, work, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  /** Fulfilled when everything handed in is committed. */
  async idle(): Promise<void> {
    while (this.#writers.size > 0) await Promise.all([...this.#writers.values()].map((writer) => writer.idle()));
  }

  #create(key: PartitionKey, source: string): PartitionWriter {
    const writer = new PartitionWriter(this.#parts, key, source, () => this.#writers.delete(source));
    this.#writers.set(source, writer);
    return writer;
  }
}
