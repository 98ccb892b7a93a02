import type { SharedCache } from "../../../cluster/cluster.ts";
import type { PatternIndex } from "../../event-pattern/pattern-index.ts";
import type { ServiceHost } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import type { Archive } from "../archives/archive.ts";
import { limits } from "../limits.ts";
import type { Rule } from "../rules/rule.ts";
import type { Target } from "../targets/target.ts";
import { type BusName, type EventBus, eventsKey } from "./event-bus.ts";

/** A rule that events are matched against, with all that a match leads to. */
export interface KnownRule {
  readonly kind: "rule";
  readonly rule: Rule;
  readonly arn: string;
  readonly targets: readonly Target[];
}

/** An archive takes what matches its pattern, or all. */
export interface KnownArchive {
  readonly kind: "archive";
  readonly archive: Archive;
}

export type Receiver = KnownRule | KnownArchive;

/** A bus with its rules compiled: no event reads a row. */
export interface KnownBus extends BusName {
  readonly record: EventBus;
  readonly index: PatternIndex<Receiver>;
}

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
