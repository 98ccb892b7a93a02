import type { PartitionKey, WriteTransaction } from "../database.ts";
import type { PendingWrite } from "./group-commit.ts";
import type { OpenWriter } from "./open-writer.ts";
import { SqliteWrite } from "./write-transaction.ts";

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** A write to one partition, from the call until its commit. It may be performed again if its commit fails. */
export class PartitionWrite<T> implements PendingWrite {
  readonly alone = false;
  readonly settled: Promise<T>;
  readonly #writer: OpenWriter;
  readonly #key: PartitionKey;
  readonly #source: string;
  readonly #work: (tx: WriteTransaction) => Promise<T>;
  readonly #resolve: (value: T) => void;
  readonly #reject: (error: unknown) => void;
  #tx: SqliteWrite | undefined;
  #outcome: Outcome<T> | undefined;
  #end: (outcome: Outcome<T>) => void = () => {};

  constructor(writer: OpenWriter, key: PartitionKey, source: string, work: (tx: WriteTransaction) => Promise<T>) {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.settled = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#writer = writer;
    this.#key = key;
    this.#source = source;
    this.#work = work;
  }

  perform(): Promise<void> {
    const tx = new SqliteWrite(this.#writer, this.#key, this.#source);
    this.#tx = tx;
    this.#outcome = undefined;
    tx.begin();
    return new Promise((resolve, reject) => {
      const end = (given: Outcome<T>) => {
        // After `abandon` the closure may still come to an end of its own.
        if (this.#tx !== tx || this.#outcome) return;
        const outcome = tx.failure ?? given;
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

  committed(): void {
    const outcome = this.#outcome as Outcome<T>;
    if ("error" in outcome) {
      this.#reject(this.#writer.toError(outcome.error));
      return;
    }
    const { topics, timers } = this.#tx as SqliteWrite;
    if (topics.size > 0) this.#writer.emitted(this.#source, topics);
    if (timers) this.#writer.timersSet(this.#source, timers);
    this.#resolve(outcome.value);
  }

  failed(error: unknown): void {
    const first = this.#outcome && "error" in this.#outcome ? this.#outcome.error : error;
    this.#reject(this.#writer.toError(first));
  }
}
