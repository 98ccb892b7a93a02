import type { Migration } from "../../storage/database.ts";

/** Times are 0 for what has not been yet. */
export const migrations: readonly Migration[] = [
  {
    name: "001-groups-streams-chunks",
    sql: `
      CREATE TABLE logs_groups (
        partition BIGINT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, created_ms BIGINT NOT NULL, class TEXT NOT NULL,
        retention_days BIGINT, tags TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      CREATE TABLE logs_streams (
        partition BIGINT NOT NULL, name TEXT NOT NULL, created_ms BIGINT NOT NULL, first_event_ms BIGINT NOT NULL DEFAULT 0,
        last_event_ms BIGINT NOT NULL DEFAULT 0, last_ingestion_ms BIGINT NOT NULL DEFAULT 0, stored_bytes BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (partition, name)
      );
      CREATE INDEX logs_streams_by_time ON logs_streams (partition, last_event_ms, name);
      CREATE TABLE logs_chunks (
        partition BIGINT NOT NULL, sequence BIGINT NOT NULL, stream TEXT NOT NULL, first_ms BIGINT NOT NULL,
        last_ms BIGINT NOT NULL, ingested_ms BIGINT NOT NULL, stored_bytes BIGINT NOT NULL, events TEXT NOT NULL,
        PRIMARY KEY (partition, sequence)
      );
      CREATE INDEX logs_chunks_forward ON logs_chunks (partition, first_ms, sequence, last_ms);
      CREATE INDEX logs_chunks_backward ON logs_chunks (partition, last_ms, sequence, first_ms);
      CREATE INDEX logs_chunks_stream_forward ON logs_chunks (partition, stream, first_ms, sequence, last_ms);
      CREATE INDEX logs_chunks_stream_backward ON logs_chunks (partition, stream, last_ms, sequence, first_ms);
    `,
  },
  {
    name: "002-filters-query-definitions",
    sql: `
      ALTER TABLE logs_groups ADD COLUMN filters_version BIGINT NOT NULL DEFAULT 0;
      CREATE TABLE logs_filters (
        partition BIGINT NOT NULL, kind TEXT NOT NULL, group_name TEXT NOT NULL, name TEXT NOT NULL, created_ms BIGINT NOT NULL,
        definition TEXT NOT NULL,
        PRIMARY KEY (partition, kind, group_name, name)
      );
      CREATE TABLE logs_query_definitions (
        partition BIGINT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, modified_ms BIGINT NOT NULL, definition TEXT NOT NULL,
        client_token TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX logs_query_definitions_by_name ON logs_query_definitions (partition, name, id);
      CREATE INDEX logs_query_definitions_by_token ON logs_query_definitions (partition, client_token);
    `,
  },
  {
    name: "003-exports-policies-protection",
    sql: `
      ALTER TABLE logs_groups ADD COLUMN is_protected BIGINT NOT NULL DEFAULT 0;
      CREATE TABLE logs_records (
        partition BIGINT NOT NULL, name TEXT NOT NULL, modified_ms BIGINT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );
    `,
  },
  {
    name: "004-group-bytes",
    sql: `
      CREATE TABLE logs_group_bytes (
        partition BIGINT NOT NULL, stored_bytes BIGINT NOT NULL, PRIMARY KEY (partition)
      );
      INSERT INTO logs_group_bytes (partition, stored_bytes)
        SELECT partition, SUM(stored_bytes) FROM logs_streams GROUP BY partition;
    `,
  },
  {
    name: "005-filters-by-name",
    sql: "CREATE INDEX logs_filters_by_name ON logs_filters (partition, kind, name, group_name);",
  },
];
