import type { Migration } from "../../storage/database.ts";
import { blockMigrations } from "./blocks/block-store.ts";
import { ruleMigrations } from "./recycle-bin/rule-store.ts";
import { settingsMigrations } from "./settings-store.ts";
import { putMigrations } from "./snapshots/put-store.ts";
import { snapshotMigrations } from "./snapshots/snapshot-store.ts";
import { volumeMigrations } from "./volumes/volume-store.ts";

/** Each schema stands in its store. EC2 has them run: its API and EBS's direct one share the rows. */
export const blockStorageMigrations: readonly Migration[] = [
  ...volumeMigrations,
  ...snapshotMigrations,
  ...blockMigrations,
  ...settingsMigrations,
  ...putMigrations,
  ...ruleMigrations,
];
