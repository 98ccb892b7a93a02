import { checkMigration } from "../check-migration.ts";
import type { MigrationSet } from "../database.ts";
import type { SqliteConnection } from "./connection.ts";
import type { Writer } from "./writer.ts";

/** Runs each migration that has not run, in a transaction of its own that also notes it. */
export async function migrate(writer: Writer, sets: readonly MigrationSet[]): Promise<void> {
  const { connection } = writer;
  const find = connection.prepare("SELECT 1 FROM squall_migrations WHERE set_name = ? AND name = ?");
  const note = connection.prepare("INSERT INTO squall_migrations (set_name, name) VALUES (?, ?)");
  for (const set of sets) {
    for (const migration of set.migrations) {
      const { name, sql } = migration;
      if (find.get(set.name, name)) continue;
      const run = () => {
        checkMigration(migration);
        connection.exec(sql);
        checkTables(connection);
        note.run(set.name, name);
      };
      await writer.step(run, { alone: true }).catch((error: unknown) => {
        throw new Error(`migration ${set.name}/${name} failed`, { cause: error });
      });
    }
  }
}

/** Every table's primary key begins with the partition, or `drop` and sharding would not reach its rows. */
function checkTables(connection: SqliteConnection): void {
  const stray = connection.own(strayTable).get();
  if (stray) throw new Error(`the primary key of ${stray.name} does not begin with partition`);
}

const strayTable = `
  SELECT name FROM sqlite_schema AS t WHERE type = 'table' AND name NOT LIKE 'squall!_%' ESCAPE '!'
    AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
    AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) AS c WHERE c.name = 'partition' AND c.pk = 1)`;
