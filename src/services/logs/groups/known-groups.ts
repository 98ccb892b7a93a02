import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { groupStore } from "./group-store.ts";
import { groupsKey, type LogGroup } from "./log-group.ts";

interface Named extends Place {
  readonly name: string;
}

/**
 * Groups that are written to. Every environment that is at work writes its log several times a second, and with each node more of them are; that
 * the group is there, and what it asks of its events, is not read anew each time.
 */
export class KnownGroups {
  readonly #groups: SharedCache<Named, LogGroup | undefined>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    this.#groups = caches.create<Named, LogGroup | undefined>({
      most: limits.knownGroups,
      kind: groupsKey({ account: "", region: "" }).kind,
      tables: { logs_groups: "name" },
      textOf: ({ account, region, name }) => `${account}/${region}/${name}`,
      partitionOf: (named) => groupsKey(named),
      rowOf: ({ name }) => name,
      load: (named) => storage.partition(groupsKey(named)).read((tx) => groupStore.find(tx, named.name)),
    });
  }

  find({ account, region }: Place, name: string): Promise<LogGroup | undefined> {
    return this.#groups.get({ account, region, name });
  }
}
