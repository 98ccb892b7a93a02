import type { ClientBase } from "pg";
import { checkMigration } from "../check-migration.ts";
import type { Migration, MigrationSet } from "../database.ts";
import { replaceKeywords } from "../named-parameters.ts";
import type { Connections } from "./connections.ts";
import { withSchemaLock } from "./schema.ts";

/** Runs each migration that has not run, in a transaction of its own that also notes it. Nodes that start together take turns. */
export function migrate(connections: Connections, sets: readonly MigrationSet[]): Promise<void> {
  return connections.withWriter((client) =>
    withSchemaLock(client, async () => {
      for (const set of sets) {
        for (const migration of set.migrations) await runOnce(client, set.name, migration);
      }
    }),
  );
}

async function runOnce(client: ClientBase, set: string, migration: Migration): Promise<void> {
  const { name, sql } = migration;
  const found = await client.query("SELECT 1 FROM squall_migrations WHERE set_name = $1 AND name = $2", [set, name]);
  if (found.rowCount) return;
  try {
    await client.query("BEGIN");
    checkMigration(migration);
    await client.query(replaceKeywords(sql, types));
    await client.query("INSERT INTO squall_migrations (set_name, name) VALUES ($1, $2)", [set, name]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`migration ${set}/${name} failed`, { cause: error });
  }
}

/** Bytes have another name here, and text is compared by its bytes, as SQLite does. */
const types = { BLOB: "BYTEA", TEXT: 'TEXT COLLATE "C"' };
