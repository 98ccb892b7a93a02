import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { type Link, linkStore } from "./link-store.ts";
import { recordStatements, rowId } from "./record-store.ts";
import { iotArn, registryKey, registryKind } from "./registry.ts";

interface Key extends Place {
  readonly kind: string;
  readonly name: string;
}

/** A record that is there or not, wrapped, so that one read is told from another of the same. */
interface Held<V> {
  readonly value: V;
}

/** What was read of the registry for one purpose; `isCurrent` says, without a promise, whether all of it is still so. */
export interface RegistryReading {
  record<R>(kind: string, name: string): Promise<R | undefined>;
  /** Of the links of a kind those that go from here. */
  targets(kind: string, source: string): Promise<readonly Link[]>;
  sources(kind: string, target: string): Promise<readonly Link[]>;
  /** ARNs of a thing's groups and of those above them. */
  groupsOf(thing: string): Promise<readonly string[]>;
  readonly isCurrent: () => boolean;
}

/** What connections ask of the registry with each message, kept until it changes, on whichever server. */
export class RegistryCache {
  readonly #records: SharedCache<Key, Held<unknown>>;
  readonly #targets: SharedCache<Key, Held<readonly Link[]>>;
  readonly #sources: SharedCache<Key, Held<readonly Link[]>>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    const shared = { most: limits.cachedRecords, kind: registryKind, textOf, partitionOf: registryKey };
    const rowOf = ({ kind, name }: Key) => rowId(kind, name);
    this.#records = caches.create<Key, Held<unknown>>({
      ...shared,
      tables: { iot_records: "id" },
      rowOf,
      load: (key) =>
        storage.partition(registryKey(key)).read(async (tx) => {
          const row = await tx.get(recordStatements.find, { id: rowId(key.kind, key.name) });
          return { value: row && JSON.parse(row.record) };
        }),
    });
    this.#targets = caches.create<Key, Held<readonly Link[]>>({
      ...shared,
      tables: { iot_links: "source" },
      rowOf,
      load: (key) =>
        storage
          .partition(registryKey(key))
          .read(async (tx) => ({ value: await linkStore.targets(tx, key.kind, key.name, { after: "", limit: most }) })),
    });
    this.#sources = caches.create<Key, Held<readonly Link[]>>({
      ...shared,
      tables: { iot_links: "target" },
      rowOf,
      load: (key) =>
        storage
          .partition(registryKey(key))
          .read(async (tx) => ({ value: await linkStore.sources(tx, key.kind, key.name, { after: "", limit: most }) })),
    });
  }

  reading(at: Place): RegistryReading {
    const seen: (() => boolean)[] = [];
    const read = async <V>(from: SharedCache<Key, Held<V>>, kind: string, name: string): Promise<V> => {
      const key = { account: at.account, region: at.region, kind, name };
      const held = await from.get(key);
      const text = textOf(key);
      seen.push(() => from.peek(text) === held);
      return held.value;
    };
    const reading: RegistryReading = {
      record: async <R>(kind: string, name: string) => (await read(this.#records, kind, name)) as R | undefined,
      targets: (kind, source) => read(this.#targets, kind, source),
      sources: (kind, target) => read(this.#sources, kind, target),
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
