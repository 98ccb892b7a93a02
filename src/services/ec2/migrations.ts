import type { Migration } from "../../storage/database.ts";
import { blockStorageMigrations } from "../block-storage/migrations.ts";
import { instanceMigrations } from "./instances/instance-store.ts";
import { tokenMigrations } from "./resources/given-token.ts";
import { resourceMigrations } from "./resources/kind.ts";
import { tagMigrations } from "./tags/tag-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [
  ...instanceMigrations,
  ...tagMigrations,
  ...resourceMigrations,
  ...tokenMigrations,
  ...blockStorageMigrations,
];
