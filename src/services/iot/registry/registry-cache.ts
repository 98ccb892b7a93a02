import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { fromEnd, type Link, type LinkKind, linkStore, toEnd } from "./link-store.ts";
import { recordStatements, rowId } from "./record-store.ts";
import { iotArn, registryKey, registryKind } from "./registry.ts";

interface Key extends Place {
  readonly kind: string;
  readonly name: string;
}

/** One end of links of a kind. */
interface EndKey extends Place {
  readonly end: string;
}

/** A record that is there or not, wrapped, so that one read is told from another of the same. */
interface Held<V> {
  readonly value: V;
}

/** What was read of the registry for one purpose; `isCurrent` says, without a promise, whether all of it is still so. */
export interface RegistryReading {
  record<R>(kind: string, name: string): Promise<R | undefined>;
  /** Of the links of a kind those that go from here. */
  targets(kind: LinkKind, source: string): Promise<readonly Link[]>;
  sources(kind: LinkKind, target: string): Promise<readonly Link[]>;
  /** ARNs of a thing's groups and of those above them. */
  groupsOf(thing: string): Promise<readonly string[]>;
  readonly isCurrent: () => boolean;
}

/** What connections ask of the registry with each message, kept until it changes, on whichever server. */
export class RegistryCache {
  readonly #records: SharedCache<Key, Held<unknown>>;
  readonly #links: SharedCache<EndKey, Held<readonly Link[]>>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    this.#records = caches.create<Key, Held<unknown>>({
      most: limits.cachedRecords,
      kind: registryKind,
      textOf,
      partitionOf: registryKey,
      tables: { iot_records: "id" },
      rowOf: ({ kind, name }) => rowId(kind, name),
      load: (key) =>
        storage.partition(registryKey(key)).read(async (tx) => {
          const row = await tx.get(recordStatements.find, { id: rowId(key.kind, key.name) });
          return { value: row && JSON.parse(row.record) };
        }),
    });
    this.#links = caches.create<EndKey, Held<readonly Link[]>>({
      most: limits.cachedRecords,
      kind: registryKind,
      textOf: textOfEnd,
      partitionOf: registryKey,
      tables: { iot_links: "at" },
      rowOf: ({ end }) => end,
      load: (key) =>
        storage.partition(registryKey(key)).read(async (tx) => ({ value: await linkStore.at(tx, key.end, most) })),
    });
  }

  reading(at: Place): RegistryReading {
    const seen: (() => boolean)[] = [];
    const { account, region } = at;
    const watched = <K, V>(from: SharedCache<K, Held<V>>, text: string, held: Held<V>): V => {
      seen.push(() => from.peek(text) === held);
      return held.value;
    };
    const links = async (end: string): Promise<readonly Link[]> => {
      const key = { account, region, end };
      return watched(this.#links, textOfEnd(key), await this.#links.get(key));
    };
    const reading: RegistryReading = {
      record: async <R>(kind: string, name: string) => {
        const key = { account, region, kind, name };
        return watched(this.#records, textOf(key), await this.#records.get(key)) as R | undefined;
      },
      targets: (kind, source) => links(fromEnd(kind, source)),
      sources: (kind, target) => links(toEnd(kind, target)),
      groupsOf: async (thing) => {
        const arns: string[] = [];
        for (const { name } of await reading.sources("group-thing", thing)) {
          for (let group: string | undefined = name, depth = 0; group !== undefined && depth < 8; depth++) {
            arns.push(iotArn(at, `thinggroup/${group}`));
            group = (await reading.record<{ readonly parent?: string }>("thing-group", group))?.parent;
          }
        }
        return arns;
      },
      isCurrent: () => {
        for (const isStill of seen) if (!isStill()) return false;
        return true;
      },
    };
    return reading;
  }

  /** A record alone. */
  async find<R>(at: Place, kind: string, name: string): Promise<R | undefined> {
    return (await this.#records.get({ account: at.account, region: at.region, kind, name })).value as R | undefined;
  }
}

/** More than AWS lets be attached to one. */
const most = 1_000;

function textOf({ account, region, kind, name }: Key): string {
  return `${account} ${region} ${kind} ${name}`;
}

function textOfEnd({ account, region, end }: EndKey): string {
  return `${account} ${region} ${end}`;
}
