import type { SqliteConnection } from "./connection.ts";

/** The engine's own tables. Partition ids are never used twice, so an id that outlives its partition finds nothing. */
export function createSchema(connection: SqliteConnection): void {
  connection.exec(`
    CREATE TABLE IF NOT EXISTS squall_partitions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
      sequence BIGINT NOT NULL DEFAULT 0,
      UNIQUE (kind, account, region, name)
    );
    CREATE TABLE IF NOT EXISTS squall_dropped (id INTEGER PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS squall_outbox (
      source TEXT NOT NULL, topic TEXT NOT NULL, position BIGINT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL,
      PRIMARY KEY (source, topic, position)
    );
    CREATE TABLE IF NOT EXISTS squall_parked (
      id TEXT PRIMARY KEY, source TEXT NOT NULL, topic TEXT NOT NULL, payload TEXT NOT NULL,
      failures BIGINT NOT NULL, reason TEXT NOT NULL, parked_ms BIGINT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS squall_parked_by_time ON squall_parked (parked_ms);
    CREATE TABLE IF NOT EXISTS squall_timers (
      version INTEGER PRIMARY KEY AUTOINCREMENT,
      partition BIGINT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
      shard BIGINT NOT NULL, due_ms BIGINT NOT NULL, set_for_ms BIGINT NOT NULL, payload TEXT NOT NULL,
      failures BIGINT NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
      UNIQUE (partition, kind, key)
    );
    CREATE INDEX IF NOT EXISTS squall_timers_due ON squall_timers (shard, kind, due_ms);
    CREATE INDEX IF NOT EXISTS squall_timers_failed ON squall_timers (shard) WHERE failures > 0;
    CREATE TABLE IF NOT EXISTS squall_blobs (
      id INTEGER PRIMARY KEY AUTOINCREMENT, written_ms BIGINT NOT NULL, bytes BLOB NOT NULL
    );
    CREATE TABLE IF NOT EXISTS squall_room (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS squall_log (id INTEGER PRIMARY KEY, restarts BIGINT NOT NULL);
    CREATE TABLE IF NOT EXISTS squall_migrations (
      set_name TEXT NOT NULL, name TEXT NOT NULL,
      PRIMARY KEY (set_name, name)
    ) WITHOUT ROWID;`);
}

/** A write like any other: if all of the log is in the database and nobody reads it, SQLite begins the log anew with it. */
export function beginLogAnew(connection: SqliteConnection): void {
  connection
    .own("INSERT INTO squall_log (id, restarts) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET restarts = restarts + 1")
    .run();
}

/** Every table whose rows belong to partitions. */
export function partitionTables(connection: SqliteConnection): string[] {
  const rows = connection
    .prepare(
      `SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
       WHERE m.type = 'table' AND c.name = 'partition' ORDER BY m.name`,
    )
    .all();
  return rows.map(({ name }) => `"${name}"`);
}
