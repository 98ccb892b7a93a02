import type { Migration } from "../../storage/database.ts";
import { signingMigrations } from "./code-signing/signing-config-store.ts";
import { checkpointMigrations } from "./event-sources/checkpoint-store.ts";
import { mappingMigrations } from "./event-sources/mapping-store.ts";
import { functionMigrations } from "./functions/function-store.ts";
import { eventMigrations } from "./invocation/events/event-store.ts";
import { receivedMigrations } from "./invocation/events/received-store.ts";
import { layerMigrations } from "./layers/layer-store.ts";
import { urlMigrations } from "./urls/url-store.ts";

/** In this order: a database that has the first of them only gets the rest. Each schema stands in its store. */
export const migrations: readonly Migration[] = [
  ...functionMigrations,
  ...eventMigrations,
  ...receivedMigrations,
  ...layerMigrations,
  ...signingMigrations,
  ...urlMigrations,
  ...mappingMigrations,
  ...checkpointMigrations,
];
