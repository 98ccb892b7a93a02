import type { Migration } from "../../storage/database.ts";
import { blockStorageMigrations } from "../block-storage/migrations.ts";
import { tagMigrations } from "../block-storage/tag-store.ts";
import { instanceMigrations } from "./instances/instance-store.ts";
import { tokenMigrations } from "./resources/given-token.ts";
import { resourceMigrations } from "./resources/kind.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [
  ...instanceMigrations,
  ...tagMigrations,
  ...resourceMigrations,
  ...tokenMigrations,
  ...blockStorageMigrations,
];
