import { type OwnedLease, type Shards, shardCount } from "../../../cluster/cluster.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { eachRow } from "../../../storage/each-row.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { type EventSourceMapping, isReading, mappingsKey, mappingsKind } from "./event-source-mapping.ts";
import { mappingStore } from "./mapping-store.ts";

/** What reads a mapping's source. */
export interface MappingPoller {
  start(): void;
  /** Fulfilled when what has been taken is handled. */
  stop(): Promise<void>;
  lose(): void;
}

/** Loaded when the first mapping is to be read. */
export type MakePoller = (mapping: EventSourceMapping, lease: OwnedLease) => Promise<MappingPoller>;

interface Running {
  readonly revision: string;
  readonly poller: Promise<MappingPoller>;
}

const mappingsAtOnce = 500;
const retryMs = 1_000;

/**
 * The pollers of the mappings that this server owns. Each mapping belongs to one server, by the hash of its name: so a source is read in one place, and elsewhere
 * when that server has gone. What it had taken then comes again as the source gives it again.
 */
export class EventSources {
  readonly #host: ServiceHost;
  readonly #make: MakePoller;
  readonly #running = new Map<string, Running>();
  readonly #stopping = new Set<Promise<void>>();
  /** Mappings that have changed, read one after the other each, so that the last word is the last one read. */
  readonly #aligning = new Map<string, Promise<void>>();
  #shards: Shards | undefined;
  #begun = new Set<number>();
  #looking: Promise<void> | undefined;
  #stopListening: () => void = () => {};

  constructor(host: ServiceHost, make: MakePoller) {
    this.#host = host;
    this.#make = make;
  }

  start(): void {
    const { ownership, nodes } = this.#host;
    this.#shards = ownership.divide(mappingsKind, {
      begin: (shard) => {
        this.#begun.add(shard);
        this.#look();
      },
      end: (shard, _lease, why) => this.#end(shard, why),
      woken: (key) => this.#alignSoon(key),
    });
    // A node that has died may have changed a mapping and told nobody.
    this.#stopListening = nodes.onChange(({ gone }) => {
      if (gone.length === 0) return;
      for (let shard = 0; shard < shardCount; shard++) this.#begun.add(shard);
      this.#look();
    });
  }

  /** Told after a mapping has been written or removed: its owner looks at it. */
  changed(mapping: MappingName): void {
    this.#shards?.wake(textOf(mapping));
  }

  /** Reads nothing more; fulfilled when what has been taken is handled. */
  async stop(): Promise<void> {
    this.#stopListening();
    const shards = this.#shards;
    this.#shards = undefined;
    await this.#looking;
    for (const text of [...this.#running.keys()]) this.#stopOne(text);
    await shards?.close();
    await Promise.all([...this.#aligning.values()]);
    await Promise.all(this.#stopping);
  }

  async #end(shard: number, why: "handed-on" | "lost"): Promise<void> {
    this.#begun.delete(shard);
    for (const [text, { poller }] of [...this.#running]) {
      if (this.#shards?.of(text) !== shard) continue;
      if (why === "handed-on") this.#stopOne(text);
      else {
        this.#running.delete(text);
        void poller.then((found) => found.lose());
      }
    }
    await Promise.all(this.#stopping);
  }

  #stopOne(text: string): void {
    const running = this.#running.get(text);
    if (!running) return;
    this.#running.delete(text);
    const stopped = running.poller.then((poller) => poller.stop()).catch(() => {});
    this.#stopping.add(stopped);
    void stopped.then(() => this.#stopping.delete(stopped));
  }

  #alignSoon(text: string): void {
    const after = this.#aligning.get(text) ?? Promise.resolve();
    const aligned = after.then(() => this.#alignOne(text));
    this.#aligning.set(text, aligned);
    void aligned.then(() => {
      if (this.#aligning.get(text) === aligned) this.#aligning.delete(text);
    });
  }

  async #alignOne(text: string): Promise<void> {
    const lease = this.#shards?.lease(text);
    if (!lease) return;
    const { uuid, ...at } = fromText(text);
    try {
      const mapping = await this.#host.storage.partition(mappingsKey(at)).read((tx) => mappingStore.find(tx, uuid));
      this.#align(text, mapping, lease);
    } catch (error) {
      this.#host.log.error("an event source mapping could not be read", { uuid, error: String(error) });
      this.#host.clock.afterMachine(retryMs, () => this.#alignSoon(text));
    }
  }

  #align(text: string, mapping: EventSourceMapping | undefined, lease: OwnedLease): void {
    const running = this.#running.get(text);
    const isToRun = mapping !== undefined && isReading(mapping);
    if (running && isToRun && running.revision === mapping.revision) return;
    this.#stopOne(text);
    if (!isToRun || !lease.isHeld()) return;
    const poller = this.#make(mapping, lease);
    this.#running.set(text, { revision: mapping.revision, poller });
    void poller.then(
      (made) => {
        if (this.#running.get(text)?.poller === poller) made.start();
      },
      (error: unknown) => {
        this.#running.delete(text);
        this.#host.log.error("an event source cannot be read", { uuid: mapping.uuid, error: String(error) });
        this.#host.clock.afterMachine(retryMs, () => this.#alignSoon(text));
      },
    );
  }

  /** Shards begin one after the other: one look is for all that have begun by then. */
  #look(): void {
    this.#looking ??= this.#lookForMappings().finally(() => {
      this.#looking = undefined;
      if (this.#begun.size > 0 && this.#shards) this.#look();
    });
  }

  async #lookForMappings(): Promise<void> {
    await new Promise(setImmediate);
    const begun = this.#begun;
    this.#begun = new Set();
    const { storage, log, clock } = this.#host;
    try {
      for await (const key of eachPartition(storage, mappingsKind)) {
        const page = (after: EventSourceMapping | undefined) =>
          storage.partition(key).read((tx) => mappingStore.list(tx, {}, after?.uuid ?? "", mappingsAtOnce));
        for await (const mapping of eachRow(page, mappingsAtOnce)) {
          if (!this.#shards) return;
          const text = textOf(mapping);
          if (begun.has(this.#shards.of(text))) this.#alignSoon(text);
        }
      }
    } catch (error) {
      log.error("event source mappings could not be looked through", { error: String(error) });
      await new Promise<void>((resolve) => clock.afterMachine(retryMs, resolve));
      for (const shard of begun) this.#begun.add(shard);
    }
  }
}

interface MappingName extends Place {
  readonly uuid: string;
}

function textOf({ account, region, uuid }: MappingName): string {
  return `${account} ${region} ${uuid}`;
}

function fromText(text: string): MappingName {
  const [account = "", region = "", uuid = ""] = text.split(" ");
  return { account, region, uuid };
}
