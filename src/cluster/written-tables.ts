import type { Statement } from "../storage/database.ts";

// biome-ignore lint/suspicious/noExplicitAny: statements of every type are looked at.
type AnyStatement = Statement<any, any>;

/** Which tables statements write: each is read once, since statements are made once. */
export class WrittenTables {
  readonly #known = new WeakMap<AnyStatement, readonly string[]>();

  /** The tables whose rows the statement inserts, updates or deletes. */
  of(statement: AnyStatement): readonly string[] {
    let tables = this.#known.get(statement);
    if (!tables) {
      tables = tablesWrittenBy(statement.text);
      this.#known.set(statement, tables);
    }
    return tables;
  }
}

function tablesWrittenBy(text: string): readonly string[] {
  const named = text.matchAll(/\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)/gi);
  // What follows ON CONFLICT is `DO UPDATE SET`.
  return [...new Set([...named].map(([, table = ""]) => table.toLowerCase()))].filter((table) => table !== "set");
}
