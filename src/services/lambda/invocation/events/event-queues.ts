import { type OwnedLease, type Shards, shardCount } from "../../../../cluster/cluster.ts";
import { hashOf } from "../../../../cluster/shard-of.ts";
import type { PartitionKey } from "../../../../storage/database.ts";
import { eachPartition } from "../../../../storage/each-partition.ts";
import { fromKeyText, keyText } from "../../../../storage/partition-key.ts";
import type { ServiceHost } from "../../../service.ts";
import { type FunctionIdentity, functionKey, latestVersion } from "../../functions/function.ts";
import { EventQueue } from "./event-queue.ts";
import type { AttemptVerdict } from "./event-runner.ts";
import type { StoredEvent } from "./event-store.ts";

export const eventsKind = "lambda.events";

/** `sentTo` is what `sentToOf` gives. */
export type RunEvent = (event: StoredEvent, of: FunctionIdentity, sentTo: string) => Promise<AttemptVerdict>;

export type IsThere = (of: FunctionIdentity, sentTo: string) => Promise<boolean>;

/**
 * In how many partitions the events are that are sent to one version or alias, where several servers share them; each may belong to another
 * server. An event's is found by its id, so that a repeated delivery meets the first one. What is stored is found by it: it never changes.
 */
const partsOnSeveralServers = 8;
/** Told to every node when a function or one of its aliases is deleted. */
const removedKind = "lambda.events.removed";

/** Where events are: of this function, sent to that version or alias (`sentToOf`), in that part. */
interface Place {
  readonly identity: FunctionIdentity;
  readonly sentTo: string;
  readonly part: number;
}

/**
 * The queues of asynchronous events, a partition each: for each function, and for each version or alias of it that events are sent to.
 * Those may have room at different times (what is provisioned is only an alias's), and none waits for another. A partition's events are run by the
 * one node that owns it; any node stores them.
 */
export class EventQueues {
  readonly #host: ServiceHost;
  readonly #run: RunEvent;
  readonly #parts: number;
  /** By the function, then by the partition's text. */
  readonly #queues = new Map<string, Map<string, EventQueue>>();
  #isThere: IsThere = async () => true;
  #shards: Shards | undefined;
  /** Shards that this node has begun with and whose events it has not looked for yet. */
  #begun = new Set<number>();
  #looking: Promise<void> | undefined;
  #stopListening: (() => void)[] = [];

  constructor(host: ServiceHost, run: RunEvent) {
    this.#host = host;
    this.#run = run;
    this.#parts = host.storage.engine === "postgres" ? partsOnSeveralServers : 1;
  }

  /** Whether an event that was due is running, or about to. */
  get isBusy(): boolean {
    for (const queues of this.#queues.values()) {
      for (const queue of queues.values()) if (queue.isBusy) return true;
    }
    return false;
  }

  /** Where an event of that id is put. */
  of(identity: FunctionIdentity, sentTo: string, eventId = ""): EventQueue {
    const part = this.#parts === 1 || identity.id === "" ? 0 : hashOf(eventId) % this.#parts;
    return this.#at({ identity, sentTo, part });
  }

  /** Fulfilled when the event is durable. False for one that was accepted before: it is not taken twice. */
  accept(identity: FunctionIdentity, sentTo: string, event: StoredEvent): Promise<boolean> {
    return this.of(identity, sentTo, event.id).accept(event);
  }

  /** At start: every function with events that a stop left unfinished. What is left of a function or alias that is gone goes, too. */
  async resume(isThere: IsThere): Promise<void> {
    this.#isThere = isThere;
    if (this.#shards) this.#lookThroughAll();
    else this.#divide();
    while (this.#looking) await this.#looking;
  }

  /** The function is deleted, or what its events were sent to: they are, too; not those of one that is made under its name. */
  async remove(identity: FunctionIdentity, sentTo?: string): Promise<void> {
    const { storage, wakes } = this.#host;
    const key = functionKey(identity);
    const removed = sentTo === undefined ? key : `${key} ${sentTo}`;
    this.#forget(removed);
    wakes.wake(removedKind, removed);
    if (sentTo === undefined || sentTo === latestVersion) await storage.partition(toPartitionKey(identity)).drop();
    const { account, region, name, id } = identity;
    const before = { account, region, kind: eventsKind, name: `${name}/${id}` };
    for await (const further of eachPartition(storage, eventsKind, before)) {
      const place = fromPartitionKey(further);
      if (functionKey(place.identity) !== key) return;
      if (sentTo === undefined || place.sentTo === sentTo) await storage.partition(further).drop();
    }
  }

  async stop(): Promise<void> {
    for (const stop of this.#stopListening.splice(0)) stop();
    const shards = this.#shards;
    this.#shards = undefined;
    const queues = [...this.#queues.values()].flatMap((each) => [...each.values()]);
    await Promise.all(queues.map((queue) => queue.stop()));
    this.#queues.clear();
    await shards?.close();
    await this.#looking;
  }

  #divide(): void {
    const { ownership, nodes, wakes } = this.#host;
    // Some shards may begin before the division is there to be asked.
    this.#shards = ownership.divide(eventsKind, {
      begin: (shard) => {
        this.#begun.add(shard);
        this.#look();
      },
      end: (shard, _lease, why) => this.#end(shard, why),
      woken: (key) => this.#woken(key),
    });
    this.#stopListening = [
      wakes.onWake(removedKind, (key) => this.#forget(key)),
      // A node that has died may have stored an event and told nobody.
      nodes.onChange(({ gone }) => {
        if (gone.length > 0) this.#lookThroughAll();
      }),
    ];
  }

  #at(place: Place): EventQueue {
    const { identity, sentTo, part } = place;
    const key = functionKey(identity);
    let queues = this.#queues.get(key);
    if (!queues) {
      queues = new Map();
      this.#queues.set(key, queues);
    }
    const partition = toPartitionKey(identity, sentTo, part);
    const text = keyText(partition);
    const queue = queues.get(text);
    if (queue) return queue;
    const made = new EventQueue({
      host: this.#host,
      partition: this.#host.storage.partition(partition),
      lease: this.#shards?.lease(text),
      wakeOwner: () => this.#shards?.wake(text),
      attempt: (event) => this.#run(event, identity, sentTo),
    });
    queues.set(text, made);
    return made;
  }

  #woken(text: string): void {
    const lease = this.#shards?.lease(text);
    if (lease) this.#resume(fromPartitionKey(fromKeyText(text)), lease);
  }

  #resume(place: Place, lease: OwnedLease): void {
    this.#at(place).resume(lease);
  }

  async #end(shard: number, why: "handed-on" | "lost"): Promise<void> {
    this.#begun.delete(shard);
    const ended: Promise<void>[] = [];
    for (const queues of this.#queues.values()) {
      for (const [text, queue] of queues) {
        if (this.#shards?.of(text) !== shard) continue;
        queues.delete(text);
        if (why === "lost") queue.lose();
        else ended.push(queue.stop());
      }
    }
    await Promise.all(ended);
  }

  /** `removed` is a function's key, and behind a space what its events were sent to, where only that is gone. */
  #forget(removed: string): void {
    const [key = "", sentTo] = removed.split(" ");
    const queues = this.#queues.get(key);
    for (const [text, queue] of queues ?? []) {
      if (sentTo !== undefined && fromPartitionKey(fromKeyText(text)).sentTo !== sentTo) continue;
      queues?.delete(text);
      void queue.stop();
    }
    if (queues?.size === 0) this.#queues.delete(key);
  }

  #lookThroughAll(): void {
    for (let shard = 0; shard < shardCount; shard++) this.#begun.add(shard);
    this.#look();
  }

  /** Shards begin one after the other: one look through the partitions is for all that have begun by then. */
  #look(): void {
    this.#looking ??= this.#lookForEvents()
      .catch((error: unknown) => {
        this.#host.log.error("the queues of asynchronous events could not be looked through", { error: String(error) });
      })
      .finally(() => {
        this.#looking = undefined;
        if (this.#begun.size > 0 && this.#shards) this.#look();
      });
  }

  async #lookForEvents(): Promise<void> {
    await new Promise(setImmediate);
    const begun = this.#begun;
    this.#begun = new Set();
    try {
      for await (const key of eachPartition(this.#host.storage, eventsKind)) {
        const shards = this.#shards;
        if (!shards) return;
        const text = keyText(key);
        const lease = begun.has(shards.of(text)) ? shards.lease(text) : undefined;
        if (!lease) continue;
        const place = fromPartitionKey(key);
        if (await this.#isThere(place.identity, place.sentTo)) this.#resume(place, lease);
        else await this.remove(place.identity, place.sentTo);
      }
    } catch (error) {
      // They are looked through again, when the database answers.
      await new Promise<void>((resolve) => this.#host.clock.afterMachine(retryMs, resolve));
      for (const shard of begun) this.#begun.add(shard);
      throw error;
    }
  }
}

const retryMs = 1_000;

/**
 * Where the events are that were sent to a version or alias. Those of the first part that were sent to the function itself are under its name and
 * id alone, as all were in former versions of Squall, and a function that was stored before functions had ids has them under its name.
 */
export function toPartitionKey(
  { account, region, name, id }: FunctionIdentity,
  sentTo: string = latestVersion,
  part = 0,
): PartitionKey {
  const key = { account, region, kind: eventsKind };
  if (part > 0) return { ...key, name: `${name}/${id}/${sentTo}#${part}` };
  if (sentTo !== latestVersion) return { ...key, name: `${name}/${id}/${sentTo}` };
  return { ...key, name: id === "" ? name : `${name}/${id}` };
}

function fromPartitionKey({ account, region, name: text }: PartitionKey): Place {
  const [name = "", id = "", rest = latestVersion] = text.split("/");
  const [sentTo = latestVersion, part = "0"] = rest.split("#");
  return { identity: { account, region, name, id }, sentTo, part: Number(part) };
}
