import type { Migration } from "../../storage/database.ts";
import { messageMigrations } from "./messages/message-store.ts";
import { tenantMigrations } from "./messages/tenant-store.ts";
import { queueMigrations } from "./queues/queue-store.ts";
import { moveTaskMigrations } from "./redrive/move-task-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [
  ...queueMigrations,
  ...messageMigrations,
  ...moveTaskMigrations,
  ...tenantMigrations,
];
