import type { Migration } from "../../storage/database.ts";

export const migrations: readonly Migration[] = [
  {
    name: "001-entities",
    sql: `
      CREATE TABLE iam_entities (
        partition BIGINT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, entity TEXT NOT NULL,
        PRIMARY KEY (partition, kind, key)
      );
      CREATE TABLE iam_installation (
        partition BIGINT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL,
        PRIMARY KEY (partition, name)
      );
    `,
  },
  {
    name: "002-last-uses",
    sql: `
      CREATE TABLE iam_last_uses (
        partition BIGINT NOT NULL, identity TEXT NOT NULL, service TEXT NOT NULL, region TEXT NOT NULL, used_ms BIGINT NOT NULL,
        PRIMARY KEY (partition, identity, service)
      );
    `,
  },
];
