import type { Migration } from "../../storage/database.ts";
import { archiveMigrations } from "./archives/archive-store.ts";
import { busMigrations } from "./buses/bus-store.ts";
import { connectionMigrations } from "./connections/connection-store.ts";
import { fanOutMigrations } from "./put-events/fan-out-store.ts";
import { ruleMigrations } from "./rules/rule-store.ts";
import { targetMigrations } from "./targets/target-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [
  ...busMigrations,
  ...ruleMigrations,
  ...targetMigrations,
  ...archiveMigrations,
  ...connectionMigrations,
  ...fanOutMigrations,
];
