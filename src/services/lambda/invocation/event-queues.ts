import type { PartitionKey } from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import type { ServiceHost } from "../../service.ts";
import { type FunctionIdentity, functionKey } from "../functions/function.ts";
import { EventQueue } from "./event-queue.ts";
import type { Verdict } from "./event-runner.ts";
import type { StoredEvent } from "./event-store.ts";

export const eventsKind = "lambda.events";

export type RunEvent = (event: StoredEvent, of: FunctionIdentity) => Promise<Verdict>;

/** Each function's queue of asynchronous events; a partition each, so that functions don't wait for one another. */
export class EventQueues {
  readonly #host: ServiceHost;
  readonly #run: RunEvent;
  readonly #queues = new Map<string, EventQueue>();

  constructor(host: ServiceHost, run: RunEvent) {
    this.#host = host;
    this.#run = run;
  }

  of(identity: FunctionIdentity): EventQueue {
    const key = functionKey(identity);
    let queue = this.#queues.get(key);
    if (!queue) {
      const partition = this.#host.storage.partition(toPartitionKey(identity));
      queue = new EventQueue(this.#host, partition, (event) => this.#run(event, identity));
      this.#queues.set(key, queue);
    }
    return queue;
  }

  /** At start: every function with events that a stop left unfinished. What is left of a function that is gone goes, too. */
  async resume(isThere: (of: FunctionIdentity) => Promise<boolean>): Promise<void> {
    for await (const key of eachPartition(this.#host.storage, eventsKind)) {
      const identity = toIdentity(key);
      if (await isThere(identity)) this.of(identity).resume();
      else await this.remove(identity);
    }
  }

  /** The function is deleted: its events are, too; not those of one that is made under its name. */
  async remove(identity: FunctionIdentity): Promise<void> {
    const key = functionKey(identity);
    const queue = this.#queues.get(key);
    this.#queues.delete(key);
    void queue?.stop();
    await this.#host.storage.partition(toPartitionKey(identity)).drop();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.stop()));
    this.#queues.clear();
  }
}

/** A function that was stored before functions had ids has its events under its name alone. */
export function toPartitionKey({ account, region, name, id }: FunctionIdentity): PartitionKey {
  return { account, region, kind: eventsKind, name: id === "" ? name : `${name}/${id}` };
}

function toIdentity({ account, region, name: text }: PartitionKey): FunctionIdentity {
  const [name = "", id = ""] = text.split("/");
  return { account, region, name, id };
}
