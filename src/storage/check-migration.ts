import type { Migration } from "./database.ts";
import { wordsOf } from "./named-parameters.ts";

/** Throws on what the two engines understand differently, so that a migration tried on one will do on the other. */
export function checkMigration({ sql }: Migration): void {
  for (const word of wordsOf(sql)) {
    if (foreign.has(word)) throw new Error(`${word} is not SQL that every engine takes; see Migration in database.ts`);
  }
}

/** Types other than the four, and what only one engine has. */
const foreign: ReadonlySet<string> = new Set([
  ...["INT", "INTEGER", "SMALLINT", "SERIAL", "BIGSERIAL", "REAL", "FLOAT", "NUMERIC", "DECIMAL"],
  ...["CHAR", "VARCHAR", "BYTEA", "BOOLEAN", "BOOL", "DATE", "TIME", "TIMESTAMP", "DATETIME", "JSON", "JSONB", "UUID"],
  ...["AUTOINCREMENT", "WITHOUT", "STRICT", "COLLATE", "PRAGMA", "VACUUM"],
]);
