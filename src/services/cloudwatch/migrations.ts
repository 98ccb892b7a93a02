import type { Migration } from "../../storage/database.ts";

export const migrations: readonly Migration[] = [
  {
    name: "001-metrics",
    sql: `
      CREATE TABLE cloudwatch_series (
        partition BIGINT NOT NULL, metric TEXT NOT NULL, unit TEXT NOT NULL, name TEXT NOT NULL, dimensions TEXT NOT NULL,
        last_s BIGINT NOT NULL,
        PRIMARY KEY (partition, metric, unit)
      );
      CREATE INDEX cloudwatch_series_by_name ON cloudwatch_series (partition, name, metric, unit);
      CREATE TABLE cloudwatch_chunks (
        partition BIGINT NOT NULL, slice BIGINT NOT NULL, sequence BIGINT NOT NULL, points TEXT NOT NULL,
        PRIMARY KEY (partition, slice, sequence)
      );
      CREATE TABLE cloudwatch_blocks (
        partition BIGINT NOT NULL, metric TEXT NOT NULL, resolution_s BIGINT NOT NULL, start_s BIGINT NOT NULL,
        unit TEXT NOT NULL, points TEXT NOT NULL,
        PRIMARY KEY (partition, metric, resolution_s, start_s, unit)
      );
      CREATE INDEX cloudwatch_blocks_by_age ON cloudwatch_blocks (partition, resolution_s, start_s, metric, unit);
    `,
  },
  {
    name: "002-alarms-dashboards",
    sql: `
      CREATE TABLE cloudwatch_alarms (
        partition BIGINT NOT NULL, name TEXT NOT NULL, alarm TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      CREATE TABLE cloudwatch_alarm_history (
        partition BIGINT NOT NULL, at_ms BIGINT NOT NULL, sequence BIGINT NOT NULL, alarm TEXT NOT NULL, kind TEXT NOT NULL,
        summary TEXT NOT NULL, facts TEXT NOT NULL,
        PRIMARY KEY (partition, at_ms, sequence)
      );
      CREATE TABLE cloudwatch_dashboards (
        partition BIGINT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, modified_ms BIGINT NOT NULL, tags TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );
    `,
  },
  {
    name: "003-received-batches",
    sql: `
      CREATE TABLE cloudwatch_received (
        partition BIGINT NOT NULL, id TEXT NOT NULL, at_ms BIGINT NOT NULL,
        PRIMARY KEY (partition, id)
      );
    `,
  },
  {
    name: "004-composite-alarms",
    sql: `
      CREATE TABLE cloudwatch_composite_alarms (
        partition BIGINT NOT NULL, name TEXT NOT NULL, alarm TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      ALTER TABLE cloudwatch_alarm_history ADD COLUMN type TEXT NOT NULL DEFAULT 'MetricAlarm';
    `,
  },
  {
    name: "005-what-is-old",
    sql: `
      CREATE INDEX cloudwatch_series_by_age ON cloudwatch_series (partition, last_s);
      CREATE INDEX cloudwatch_received_by_age ON cloudwatch_received (partition, at_ms);
    `,
  },
];
