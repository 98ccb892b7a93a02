import type { MigrationSet } from "../database.ts";
import type { Writer } from "./writer.ts";

/** Runs each migration that has not run, in a transaction of its own that also notes it. */
export async function migrate(writer: Writer, sets: readonly MigrationSet[]): Promise<void> {
  const { connection } = writer;
  const find = connection.prepare("SELECT 1 FROM squall_migrations WHERE set_name = ? AND name = ?");
  const note = connection.prepare("INSERT INTO squall_migrations (set_name, name) VALUES (?, ?)");
  for (const set of sets) {
    for (const { name, sql } of set.migrations) {
      if (find.get(set.name, name)) continue;
      const run = () => {
        connection.exec(sql);
        note.run(set.name, name);
      };
      await writer.step(run, { alone: true }).catch((error: unknown) => {
        throw new Error(`migration ${set.name}/${name} failed`, { cause: error });
      });
    }
  }
}
