import type { ClientBase } from "pg";

/**
 * The engine's own tables. A partition's head row is locked by each write to the partition: it makes writes serial and counts the
 * sequence. An effect's position is drawn under that lock, so positions of one source are in the order of commits.
 */
export async function createSchema(client: ClientBase): Promise<void> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS squall_partitions (
      id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      kind TEXT COLLATE "C" NOT NULL, account TEXT COLLATE "C" NOT NULL,
      region TEXT COLLATE "C" NOT NULL, name TEXT COLLATE "C" NOT NULL,
      sequence BIGINT NOT NULL DEFAULT 0,
      UNIQUE (kind, account, region, name)
    ) WITH (fillfactor = 50);
    CREATE TABLE IF NOT EXISTS squall_dropped (id BIGINT PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS squall_outbox (
      source TEXT COLLATE "C" NOT NULL, topic TEXT COLLATE "C" NOT NULL,
      position BIGINT GENERATED ALWAYS AS IDENTITY, id TEXT NOT NULL, payload TEXT NOT NULL,
      PRIMARY KEY (source, topic, position)
    );
    CREATE TABLE IF NOT EXISTS squall_parked (
      id TEXT COLLATE "C" PRIMARY KEY, source TEXT COLLATE "C" NOT NULL, topic TEXT COLLATE "C" NOT NULL,
      payload TEXT NOT NULL, failures BIGINT NOT NULL, reason TEXT NOT NULL, parked_ms BIGINT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS squall_parked_by_time ON squall_parked (parked_ms);
    CREATE TABLE IF NOT EXISTS squall_timers (
      partition BIGINT NOT NULL, kind TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL,
      shard BIGINT NOT NULL, due_ms BIGINT NOT NULL, set_for_ms BIGINT NOT NULL, payload TEXT NOT NULL,
      version BIGINT GENERATED ALWAYS AS IDENTITY, failures BIGINT NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (partition, kind, key)
    );
    CREATE INDEX IF NOT EXISTS squall_timers_due ON squall_timers (shard, kind, due_ms);
    CREATE INDEX IF NOT EXISTS squall_timers_failed ON squall_timers (shard) WHERE failures > 0;
    CREATE SEQUENCE IF NOT EXISTS squall_node_epochs AS BIGINT;
    CREATE TABLE IF NOT EXISTS squall_nodes (
      id TEXT COLLATE "C" PRIMARY KEY, epoch BIGINT NOT NULL, address TEXT NOT NULL, version TEXT NOT NULL, blobs TEXT NOT NULL,
      started_at TIMESTAMPTZ NOT NULL, heartbeat_at TIMESTAMPTZ NOT NULL, lease_until TIMESTAMPTZ NOT NULL,
      is_given_up BIGINT NOT NULL DEFAULT 0, is_draining BIGINT NOT NULL DEFAULT 0, has_left BIGINT NOT NULL DEFAULT 0
    ) WITH (fillfactor = 50);
    ALTER TABLE squall_nodes ADD COLUMN IF NOT EXISTS has_died BIGINT NOT NULL DEFAULT 0;
    ALTER TABLE squall_nodes ADD COLUMN IF NOT EXISTS changed BIGINT NOT NULL DEFAULT 0;
    CREATE INDEX IF NOT EXISTS squall_nodes_changed ON squall_nodes (changed);
    CREATE TABLE IF NOT EXISTS squall_owned (
      name TEXT COLLATE "C" PRIMARY KEY, owner TEXT COLLATE "C" NOT NULL DEFAULT '', owner_epoch BIGINT NOT NULL DEFAULT 0,
      epoch BIGINT NOT NULL DEFAULT 0
    ) WITH (fillfactor = 50);
    CREATE TABLE IF NOT EXISTS squall_cluster (id BIGINT PRIMARY KEY CHECK (id = 1), clock_offset_ms BIGINT NOT NULL);
    ALTER TABLE squall_cluster ADD COLUMN IF NOT EXISTS node_changes BIGINT NOT NULL DEFAULT 0;
    ALTER TABLE squall_cluster ADD COLUMN IF NOT EXISTS newest_version TEXT NOT NULL DEFAULT '';
    INSERT INTO squall_cluster (id, clock_offset_ms) VALUES (1, 0) ON CONFLICT DO NOTHING;
    CREATE TABLE IF NOT EXISTS squall_secrets (name TEXT COLLATE "C" PRIMARY KEY, value BYTEA NOT NULL);
    CREATE TABLE IF NOT EXISTS squall_migrations (
      set_name TEXT COLLATE "C" NOT NULL, name TEXT COLLATE "C" NOT NULL,
      PRIMARY KEY (set_name, name)
    );`);
}

/** Every table whose rows belong to partitions, quoted. */
export async function partitionTables(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query(
    `SELECT quote_ident(table_name) AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND column_name = 'partition' ORDER BY table_name`,
  );
  return rows.map(({ name }) => name as string);
}

/** One node at a time changes the schema: "squall" in ASCII. */
const schemaLock = 0x737175616c6c;

/** Holds the lock of the schema, which goes with the connection. */
export async function withSchemaLock<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("SELECT pg_advisory_lock($1)", [schemaLock]);
  try {
    return await work();
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [schemaLock]);
  }
}
