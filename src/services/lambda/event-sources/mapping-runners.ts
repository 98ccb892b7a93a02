import { OwnedRunners, type RunnableRows } from "../../event-sources/owned-runners.ts";
import type { ServiceHost } from "../../service.ts";
import { type EventSourceMapping, isReading, mappingsKind } from "./event-source-mapping.ts";
import { mappingStore } from "./mapping-store.ts";

/** The pollers of the mappings that this server owns. */
export type MappingRunners = OwnedRunners<EventSourceMapping>;

/** `make` is asked when a mapping is to be read. */
export function createMappingRunners(
  host: ServiceHost,
  make: RunnableRows<EventSourceMapping>["make"],
): MappingRunners {
  return new OwnedRunners(host, {
    kind: mappingsKind,
    idOf: ({ uuid }) => uuid,
    find: (tx, _at, uuid) => mappingStore.find(tx, uuid),
    list: (tx, _at, after, limit) => mappingStore.list(tx, {}, after, limit),
    isToRun: isReading,
    make,
  });
}
