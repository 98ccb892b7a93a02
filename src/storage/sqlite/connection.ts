import { DatabaseSync, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { Parameters, Statement } from "../database.ts";
import { bindParameters, numberParameters } from "../named-parameters.ts";

// biome-ignore lint/suspicious/noExplicitAny: a connection runs statements of every type.
type AnyStatement = Statement<any, any>;
export type Row = Record<string, string | number | null | Uint8Array>;

interface Prepared {
  readonly names: readonly string[];
  readonly sqlite: StatementSync;
}

export interface ConnectionOptions {
  readonly readOnly: boolean;
  /**
   * SQLite's own waits for the disk. `off`: none, for data that need not survive the machine. `normal`: none at a commit, which `LogSync`
   * waits for. `full`: at each commit.
   */
  readonly synchronous: "off" | "normal" | "full";
  readonly cacheKib: number;
}

/**
 * One connection with its prepared statements. Each statement is compiled once; one no longer used is collected. The file is locked for
 * this process (`unix-excl`), so the index of the log lives in its memory: it takes no room on the disk, and each read saves two
 * system calls. Source: "SQLite: The OS Interface or VFS", the standard Unix VFSes.
 */
export class SqliteConnection {
  readonly #database: DatabaseSync;
  readonly #prepared = new WeakMap<AnyStatement, Prepared>();
  readonly #own = new Map<string, StatementSync>();

  constructor(file: string, { readOnly, synchronous, cacheKib }: ConnectionOptions) {
    this.#database = new DatabaseSync(`${pathToFileURL(file)}?vfs=unix-excl`, {
      readOnly,
      enableForeignKeyConstraints: false,
    });
    this.#database.exec(`
      PRAGMA busy_timeout = 5000;
      PRAGMA cache_size = -${cacheKib};
      PRAGMA temp_store = MEMORY;
      PRAGMA synchronous = ${synchronous};`);
    if (readOnly) return;
    this.exec("PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864;");
    // Where the disk matters a checkpoint waits for it, so it has a thread of its own (`Checkpointer`).
    if (synchronous !== "off") this.exec("PRAGMA wal_autocheckpoint = 0");
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

  /** A number that one of SQLite's pragmas says: `freelist_count`. */
  pragma(name: string): number {
    return this.own(`PRAGMA ${name}`).get()?.[name] as number;
  }

  /** How many pages the log has; nothing is copied. Source: "PRAGMA wal_checkpoint", NOOP. */
  frames(): number {
    return this.own("PRAGMA wal_checkpoint(NOOP)").get()?.log as number;
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
