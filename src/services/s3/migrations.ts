import type { Migration } from "../../storage/database.ts";
import { bucketNameMigrations } from "./buckets/bucket-names.ts";
import { bucketMigrations } from "./buckets/bucket-store.ts";
import { uploadMigrations } from "./multipart/upload-store.ts";
import { objectMigrations } from "./objects/object-store.ts";
import { pendingMigrations } from "./replication/pending-store.ts";

/** Each store's own, which stand beside its statements. */
export const migrations: readonly Migration[] = [
  ...bucketNameMigrations,
  ...bucketMigrations,
  ...objectMigrations,
  ...uploadMigrations,
  ...pendingMigrations,
];
