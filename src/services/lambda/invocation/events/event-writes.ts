import type { Partition, WriteTransaction } from "../../../../storage/database.ts";
import { addEvent, postponeEvent, removeEvent, type StoredEvent } from "./event-store.ts";

/** The most changes in one write. */
const largestBatch = 500;

interface Change {
  readonly apply: (tx: WriteTransaction) => Promise<boolean>;
  readonly resolve: (added: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers a queue's changes while a write is under way, so that a busy queue costs a few writes and not one an event. */
export class EventWrites {
  readonly #partition: Partition;
  #waiting: Change[] = [];
  #writing = false;

  constructor(partition: Partition) {
    this.#partition = partition;
  }

  /** Fulfilled when durable; false if it was there already. */
  add(event: StoredEvent): Promise<boolean> {
    return this.#change((tx) => addEvent(tx, event));
  }

  async postpone(event: StoredEvent): Promise<void> {
    await this.#change((tx) => postponeEvent(tx, event));
  }

  async remove(id: string): Promise<void> {
    await this.#change((tx) => removeEvent(tx, id));
  }

  #change(apply: Change["apply"]): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ apply, resolve, reject });
      if (!this.#writing) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, largestBatch);
      try {
        const results = await this.#partition.write(async (tx) => {
          const added: boolean[] = [];
          for (const { apply } of batch) added.push(await apply(tx));
          return added;
        });
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] ?? false);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }
}
