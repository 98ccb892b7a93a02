import type { Migration } from "../../storage/database.ts";
import { certificatePlaceMigrations } from "./certificates/certificate-places.ts";
import { authorityMigrations } from "./certificates/device-authority.ts";
import { jobMigrations } from "./jobs/job-store.ts";
import { retainedMigrations } from "./messages/retained-store.ts";
import { registryMigrations } from "./registry/record-store.ts";
import { ruleMigrations } from "./rules/rule-store.ts";
import { sessionMigrations } from "./sessions/session-store.ts";
import { willMigrations } from "./sessions/will-store.ts";
import { shadowMigrations } from "./shadows/shadow-store.ts";

export const migrations: readonly Migration[] = [
  ...registryMigrations,
  ...certificatePlaceMigrations,
  ...sessionMigrations,
  ...retainedMigrations,
  ...authorityMigrations,
  ...ruleMigrations,
  ...shadowMigrations,
  ...jobMigrations,
  ...willMigrations,
];
