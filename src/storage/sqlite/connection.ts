import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Parameters, Statement } from "../database.ts";
import { bindParameters, numberParameters } from "../named-parameters.ts";

// biome-ignore lint/suspicious/noExplicitAny: a connection runs statements of every type.
type AnyStatement = Statement<any, any>;
export type Row = Record<string, string | number | null | Uint8Array>;

interface Prepared {
  readonly names: readonly string[];
  readonly sqlite: StatementSync;
}

/** One connection with its prepared statements. Each statement is compiled once; one no longer used is collected. */
export class SqliteConnection {
  readonly #database: DatabaseSync;
  readonly #prepared = new WeakMap<AnyStatement, Prepared>();
  readonly #own = new Map<string, StatementSync>();

  constructor(file: string, options: { readOnly: boolean; durable: boolean; cacheKib: number }) {
    this.#database = new DatabaseSync(file, { readOnly: options.readOnly, enableForeignKeyConstraints: false });
    this.#database.exec(`
      PRAGMA busy_timeout = 5000;
      PRAGMA cache_size = -${options.cacheKib};
      PRAGMA temp_store = MEMORY;
      PRAGMA synchronous = ${options.durable ? "FULL" : "OFF"};`);
    if (!options.readOnly) this.exec("PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864;");
  }

  run(statement: AnyStatement, parameters: Parameters, partition: number): number {
    const { names, sqlite } = this.#prepare(statement);
    return sqlite.run(...bindParameters(statement, names, parameters, partition)).changes as number;
  }

  get(statement: AnyStatement, parameters: Parameters, partition: number): Row | undefined {
    const { names, sqlite } = this.#prepare(statement);
    return sqlite.get(...bindParameters(statement, names, parameters, partition)) as Row | undefined;
  }

  all(statement: AnyStatement, parameters: Parameters, partition: number): Row[] {
    const { names, sqlite } = this.#prepare(statement);
    return sqlite.all(...bindParameters(statement, names, parameters, partition)) as Row[];
  }

  /** For the engine's own statements, with `?` placeholders. */
  prepare(text: string): StatementSync {
    return this.#database.prepare(text);
  }

  /** One of the engine's own few fixed statements, prepared at its first use. */
  own(text: string): StatementSync {
    const known = this.#own.get(text);
    if (known) return known;
    const prepared = this.#database.prepare(text);
    this.#own.set(text, prepared);
    return prepared;
  }

  exec(text: string): void {
    this.#database.exec(text);
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  close(): void {
    this.#database.close();
  }

  #prepare(statement: AnyStatement): Prepared {
    const known = this.#prepared.get(statement);
    if (known) return known;
    const { text, names } = numberParameters(statement.text, "?");
    const prepared = { names, sqlite: this.#database.prepare(text) };
    this.#prepared.set(statement, prepared);
    return prepared;
  }
}
