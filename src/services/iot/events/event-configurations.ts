import type { EventType } from "@aws-sdk/client-iot";
import type { ReadTransaction } from "../../../storage/database.ts";
import { RecordStore } from "../registry/record-store.ts";

/** Of which kinds of events an account and region wants to be told. */
export interface EventConfigurations {
  readonly enabled: readonly EventType[];
  readonly createdMs: number;
  readonly modifiedMs: number;
}

export const eventTypes: readonly EventType[] = [
  "THING",
  "THING_GROUP",
  "THING_TYPE",
  "THING_GROUP_MEMBERSHIP",
  "THING_GROUP_HIERARCHY",
  "THING_TYPE_ASSOCIATION",
  "JOB",
  "JOB_EXECUTION",
  "POLICY",
  "CERTIFICATE",
  "CA_CERTIFICATE",
];

/** AWS's manual tells of no message of these, and there is none here: who turns one on would wait in vain, and is refused. */
export const silentEventTypes: ReadonlySet<EventType> = new Set<EventType>(["POLICY", "CERTIFICATE", "CA_CERTIFICATE"]);

export const settingsKind = "settings";
export const eventConfigurationsName = "event-configurations";
const store = new RecordStore<EventConfigurations>(settingsKind);

export const eventConfigurations = {
  find: (tx: ReadTransaction) => store.find(tx, eventConfigurationsName),
  put: (tx: Parameters<typeof store.put>[0], settings: EventConfigurations) =>
    store.put(tx, eventConfigurationsName, settings),
};
