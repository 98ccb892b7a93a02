import type { SharedCache } from "../../../cluster/cluster.ts";
import type { ServiceHost } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import { limits } from "../limits.ts";
import { type BusName, eventsKey } from "./event-bus.ts";
import type { KnownBus } from "./known-bus.ts";

const loadBus = whenCalled(async () => (await import("./load-bus.ts")).loadBus);

/** Finds buses, through a cache that each write of any server empties: of the bus itself, and of its rules, their targets and its archives. */
export class BusDirectory {
  readonly #buses: SharedCache<BusName, KnownBus | undefined>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    this.#buses = caches.create<BusName, KnownBus | undefined>({
      most: limits.cachedBuses,
      kind: eventsKey({ account: "", region: "" }).kind,
      tables: { events_buses: "bus", events_rules: "bus", events_targets: "bus", events_archives: "bus" },
      textOf: ({ account, region, bus }) => `${account} ${region} ${bus}`,
      partitionOf: eventsKey,
      rowOf: ({ bus }) => bus,
      load: (name, former) => loadBus(storage, name, former),
    });
  }

  find(name: BusName): Promise<KnownBus | undefined> {
    return this.#buses.get(name);
  }
}
