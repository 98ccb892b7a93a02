import type { PartitionKey } from "../../../../storage/database.ts";
import { eachPartition } from "../../../../storage/each-partition.ts";
import type { ServiceHost } from "../../../service.ts";
import { type FunctionIdentity, functionKey, latestVersion } from "../../functions/function.ts";
import { EventQueue } from "./event-queue.ts";
import type { AttemptVerdict } from "./event-runner.ts";
import type { StoredEvent } from "./event-store.ts";

export const eventsKind = "lambda.events";

export type RunEvent = (event: StoredEvent, of: FunctionIdentity) => Promise<AttemptVerdict>;

/**
 * The queues of asynchronous events, a partition each: one for each function, and for each version or alias of it that events are sent to.
 * Those may have room at different times (what is provisioned is only an alias's), and none waits for another.
 */
export class EventQueues {
  readonly #host: ServiceHost;
  readonly #run: RunEvent;
  /** By the function, then by what it was sent to. */
  readonly #queues = new Map<string, Map<string, EventQueue>>();

  constructor(host: ServiceHost, run: RunEvent) {
    this.#host = host;
    this.#run = run;
  }

  of(identity: FunctionIdentity, qualifier: string | undefined): EventQueue {
    const key = functionKey(identity);
    const sentTo = qualifier ?? latestVersion;
    let queues = this.#queues.get(key);
    if (!queues) {
      queues = new Map();
      this.#queues.set(key, queues);
    }
    let queue = queues.get(sentTo);
    if (!queue) {
      const partition = this.#host.storage.partition(toPartitionKey(identity, sentTo));
      queue = new EventQueue(this.#host, partition, (event) => this.#run(event, identity));
      queues.set(sentTo, queue);
    }
    return queue;
  }

  /** At start: every function with events that a stop left unfinished. What is left of a function that is gone goes, too. */
  async resume(isThere: (of: FunctionIdentity) => Promise<boolean>): Promise<void> {
    for await (const key of eachPartition(this.#host.storage, eventsKind)) {
      const { identity, qualifier } = fromPartitionKey(key);
      if (await isThere(identity)) this.of(identity, qualifier).resume();
      else await this.remove(identity);
    }
  }

  /** The function is deleted: its events are, too; not those of one that is made under its name. */
  async remove(identity: FunctionIdentity): Promise<void> {
    const { storage } = this.#host;
    const key = functionKey(identity);
    const queues = this.#queues.get(key);
    this.#queues.delete(key);
    for (const queue of queues?.values() ?? []) void queue.stop();
    await storage.partition(toPartitionKey(identity)).drop();
    const { account, region, name, id } = identity;
    const before = { account, region, kind: eventsKind, name: `${name}/${id}` };
    for await (const further of eachPartition(storage, eventsKind, before)) {
      if (functionKey(fromPartitionKey(further).identity) !== key) return;
      await storage.partition(further).drop();
    }
  }

  async stop(): Promise<void> {
    const queues = [...this.#queues.values()].flatMap((each) => [...each.values()]);
    await Promise.all(queues.map((queue) => queue.stop()));
    this.#queues.clear();
  }
}

/**
 * Where the events are that were sent to a version or alias; without one, to the function. There they were all in former versions of Squall,
 * and a function that was stored before functions had ids has them under its name alone.
 */
export function toPartitionKey({ account, region, name, id }: FunctionIdentity, sentTo?: string): PartitionKey {
  const key = { account, region, kind: eventsKind };
  if (sentTo !== undefined && sentTo !== latestVersion) return { ...key, name: `${name}/${id}/${sentTo}` };
  return { ...key, name: id === "" ? name : `${name}/${id}` };
}

function fromPartitionKey({ account, region, name: text }: PartitionKey) {
  const [name = "", id = "", qualifier] = text.split("/");
  return { identity: { account, region, name, id }, qualifier };
}
