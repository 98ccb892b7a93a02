import type { Migration } from "../../storage/database.ts";
import { applicationMigrations } from "./applications/application-store.ts";
import { lineMigrations } from "./deliveries/line-store.ts";
import { duplicateMigrations } from "./messages/duplicate-store.ts";
import { outboxMigrations } from "./outbox/outbox-store.ts";
import { phoneMigrations } from "./phone-numbers/phone-store.ts";
import { certificateMigrations } from "./signing/certificate-store.ts";
import { subscriptionMigrations } from "./subscriptions/subscription-store.ts";
import { topicMigrations } from "./topics/topic-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [
  ...topicMigrations,
  ...subscriptionMigrations,
  ...duplicateMigrations,
  ...certificateMigrations,
  ...outboxMigrations,
  ...phoneMigrations,
  ...applicationMigrations,
  ...lineMigrations,
];
