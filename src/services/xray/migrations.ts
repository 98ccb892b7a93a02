import type { Migration } from "../../storage/database.ts";

export const migrations: readonly Migration[] = [
  {
    // A trace's id begins with the time: what stands by ids stands by time.
    name: "001-segments",
    sql: `
      CREATE TABLE xray_segments (
        partition BIGINT NOT NULL, trace TEXT NOT NULL, segment TEXT NOT NULL, bytes BIGINT NOT NULL, document TEXT NOT NULL,
        PRIMARY KEY (partition, trace, segment)
      );
    `,
  },
];
