import type { PartitionKey, WriteTransaction } from "../database.ts";
import { isStorageFull, StorageFullError } from "../storage-full-error.ts";
import type { PendingWrite } from "./group-commit.ts";
import type { OpenWriter } from "./open-writer.ts";
import { SqliteWrite } from "./write-transaction.ts";

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** A write to one partition, from the call until it is on the disk. It may be performed again if its commit fails. */
export class PartitionWrite<T> implements PendingWrite {
  readonly alone = false;
  readonly waitsForDisk = true;
  readonly settled: Promise<T>;
  readonly source: string;
  readonly #writer: OpenWriter;
  readonly #key: PartitionKey;
  readonly #work: (tx: WriteTransaction) => Promise<T>;
  readonly #mayTakeReserve: boolean;
  readonly #resolve: (value: T) => void;
  readonly #reject: (error: unknown) => void;
  #tx: SqliteWrite | undefined;
  #outcome: Outcome<T> | undefined;
  #end: (outcome: Outcome<T>) => void = () => {};

  constructor(
    writer: OpenWriter,
    key: PartitionKey,
    source: string,
    work: (tx: WriteTransaction) => Promise<T>,
    mayTakeReserve: boolean,
  ) {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.settled = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#writer = writer;
    this.#key = key;
    this.source = source;
    this.#work = work;
    this.#mayTakeReserve = mayTakeReserve;
  }

  perform(): Promise<void> {
    const tx = new SqliteWrite(this.#writer, this.#key, this.source);
    this.#tx = tx;
    this.#outcome = undefined;
    tx.begin();
    const hasRoom = this.#mayTakeReserve ? undefined : this.#writer.room.watch();
    return new Promise((resolve, reject) => {
      const end = (given: Outcome<T>) => {
        // After `abandon` the closure may still come to an end of its own.
        if (this.#tx !== tx || this.#outcome) return;
        let outcome = tx.failure ?? given;
        if (!("error" in outcome) && hasRoom && !hasRoom()) outcome = { error: new StorageFullError() };
        this.#outcome = outcome;
        try {
          if ("error" in outcome) tx.undo();
          else tx.keep();
          resolve();
        } catch (error) {
          reject(error);
        }
      };
      this.#end = end;
      this.#work(tx).then(
        (value) => end({ value }),
        (error: unknown) => end({ error }),
      );
    });
  }

  abandon(): void {
    this.#end({ error: new Error("a write may await nothing but its transaction") });
  }

  isShort(error?: unknown): boolean {
    const outcome = this.#outcome;
    return isStorageFull(outcome && "error" in outcome ? outcome.error : error);
  }

  committed(): void {}

  durable(): void {
    const outcome = this.#outcome as Outcome<T>;
    if ("error" in outcome) {
      this.#reject(this.#writer.toError(outcome.error));
      return;
    }
    const { topics, timers } = this.#tx as SqliteWrite;
    if (topics.size > 0) this.#writer.emitted(this.source, topics);
    if (timers) this.#writer.timersSet(this.source, timers);
    this.#resolve(outcome.value);
  }

  failed(error: unknown): void {
    const first = this.#outcome && "error" in this.#outcome ? this.#outcome.error : error;
    this.#reject(this.#writer.toError(first));
  }
}
