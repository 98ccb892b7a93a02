import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Place, ServiceHost } from "../../service.ts";
import {
  type ApiKeyRecord,
  keyStore,
  keysKey,
  keysKind,
  keysTable,
  ofAccount,
  type UsagePlanRecord,
} from "./key-store.ts";

/** Ours: accounts and regions whose keys are kept. */
const mostPlaces = 1_000;

export interface ServedKey {
  readonly key: ApiKeyRecord;
  readonly plans: readonly UsagePlanRecord[];
}

/** An account's keys in a region, by their values. */
export type ServedKeys = SharedCache<Place, ReadonlyMap<string, ServedKey>>;

/** Made at the start of each server: one that has no such cache tells the others of no change. */
export function servedKeys(host: ServiceHost): ServedKeys {
  return host.caches.create<Place, ReadonlyMap<string, ServedKey>>({
    most: mostPlaces,
    kind: keysKind,
    tables: { [keysTable]: undefined },
    textOf: ({ account, region }) => `${account}/${region}/keys`,
    partitionOf: keysKey,
    load: (at) => readKeys(host, at),
  });
}

function readKeys(host: ServiceHost, at: Place): Promise<ReadonlyMap<string, ServedKey>> {
  return host.storage.partition(keysKey(at)).read(async (tx) => {
    const plansOf = new Map<string, UsagePlanRecord[]>();
    for (const plan of await keyStore.list(tx, ofAccount, "UsagePlan")) {
      for (const { id } of await keyStore.list(tx, plan.id, "UsagePlanKey"))
        plansOf.set(id, [...(plansOf.get(id) ?? []), plan]);
    }
    const keys = await keyStore.list(tx, ofAccount, "ApiKey");
    return new Map(keys.map((key) => [key.value, { key, plans: plansOf.get(key.id) ?? [] }]));
  });
}
