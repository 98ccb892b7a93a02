import { eachPartition } from "../../../storage/each-partition.ts";
import type { ServiceHost } from "../../service.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import { EventQueue } from "./event-queue.ts";
import type { Verdict } from "./event-runner.ts";
import type { StoredEvent } from "./event-store.ts";

export const eventsKind = "lambda.events";

export type RunEvent = (event: StoredEvent, reference: FunctionReference) => Promise<Verdict>;

/** Each function's queue of asynchronous events; a partition each, so that functions don't wait for one another. */
export class EventQueues {
  readonly #host: ServiceHost;
  readonly #run: RunEvent;
  readonly #queues = new Map<string, EventQueue>();

  constructor(host: ServiceHost, run: RunEvent) {
    this.#host = host;
    this.#run = run;
  }

  of({ account, region, name }: Pick<FunctionReference, "account" | "region" | "name">): EventQueue {
    const id = `${account}/${region}/${name}`;
    let queue = this.#queues.get(id);
    if (!queue) {
      const partition = this.#host.storage.partition({ account, region, kind: eventsKind, name });
      const reference: FunctionReference = { account, region, name, qualifier: undefined };
      queue = new EventQueue(this.#host, partition, (event) => this.#run(event, reference));
      this.#queues.set(id, queue);
    }
    return queue;
  }

  /** At start: every function with events that a stop left unfinished. */
  async resume(): Promise<void> {
    for await (const key of eachPartition(this.#host.storage, eventsKind)) this.of(key).resume();
  }

  /** The function is deleted: its events are, too. */
  async remove(reference: Pick<FunctionReference, "account" | "region" | "name">): Promise<void> {
    const { account, region, name } = reference;
    const id = `${account}/${region}/${name}`;
    const queue = this.#queues.get(id);
    this.#queues.delete(id);
    void queue?.stop();
    await this.#host.storage.partition({ account, region, kind: eventsKind, name }).drop();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.stop()));
    this.#queues.clear();
  }
}
