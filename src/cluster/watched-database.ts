import type {
  Database,
  Effect,
  Parameters,
  Partition,
  PartitionKey,
  ReadTransaction,
  Statement,
  TimerSetting,
  WriteTransaction,
} from "../storage/database.ts";
import type { Caches, WatchedTables } from "./caches.ts";
import type { Change } from "./change.ts";
import { WrittenTables } from "./written-tables.ts";

/** Tells all who may have cached something of a commit; fulfilled when all know. */
export interface Announcer {
  changed(changes: readonly Change[]): Promise<void>;
  /** Everything has been emptied. */
  emptied(): Promise<void>;
}

/**
 * The database that services are given. It sees from the statements which tables a commit has changed: if caches keep rows of them, every node
 * is told before the write's promise is fulfilled. So no service can forget to tell, and what nobody caches (an object, an event) costs nothing.
 */
export function watchDatabase(database: Database, caches: Caches, announcer: Announcer): Database {
  const written = new WrittenTables();
  return {
    ...database,
    partition: (key) => {
      const partition = database.partition(key);
      const tables = caches.tablesOf(key.kind);
      return tables ? new WatchedPartition(partition, { tables, written, announcer }) : partition;
    },
    reset: async () => {
      await database.reset();
      await announcer.emptied();
    },
  };
}

/** The transaction that the engine made: for what only the engine can do. */
export function plainTransaction(tx: WriteTransaction): WriteTransaction {
  return tx instanceof WatchedWrite ? tx.plain : tx;
}

interface Watch {
  readonly tables: WatchedTables;
  readonly written: WrittenTables;
  readonly announcer: Announcer;
}

class WatchedPartition implements Partition {
  readonly key: PartitionKey;
  readonly #partition: Partition;
  readonly #watch: Watch;

  constructor(partition: Partition, watch: Watch) {
    this.key = partition.key;
    this.#partition = partition;
    this.#watch = watch;
  }

  read<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.#partition.read(work);
  }

  async write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    // The work may be run again: what its last run has changed counts.
    let watched: WatchedWrite | undefined;
    try {
      return await this.#partition.write((tx) => {
        watched = new WatchedWrite(tx, this.#watch);
        return work(watched);
      });
    } finally {
      // After a failure, too: when a connection is lost nobody knows whether the commit was made.
      const changes = watched?.changes(this.key);
      if (changes) await this.#watch.announcer.changed(changes);
    }
  }

  async drop(): Promise<void> {
    const changes = [...this.#watch.tables.keys()].map((table) => ({ partition: this.key, table, row: undefined }));
    try {
      await this.#partition.drop();
    } finally {
      await this.#watch.announcer.changed(changes);
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: statements of every type are looked at.
type AnyStatement = Statement<any, any>;

/** Rows of one table that a write names one by one; beyond, all of the partition are said to have changed. */
const mostRows = 100;

class WatchedWrite implements WriteTransaction {
  readonly plain: WriteTransaction;
  readonly #watch: Watch;
  /** By table, the rows; undefined for all of them. */
  #touched: Map<string, Set<string> | undefined> | undefined;

  constructor(plain: WriteTransaction, watch: Watch) {
    this.plain = plain;
    this.#watch = watch;
  }

  all<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R[]> {
    this.#note(statement, parameters);
    return this.plain.all(statement, parameters);
  }

  get<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R | undefined> {
    this.#note(statement, parameters);
    return this.plain.get(statement, parameters);
  }

  run<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): Promise<void> {
    this.#note(statement, parameters);
    return this.plain.run(statement, parameters);
  }

  change<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): Promise<number> {
    this.#note(statement, parameters);
    return this.plain.change(statement, parameters);
  }

  nextSequence(): Promise<number> {
    return this.plain.nextSequence();
  }

  emit(effect: Effect): Promise<void> {
    return this.plain.emit(effect);
  }

  setTimer(timer: TimerSetting): Promise<void> {
    return this.plain.setTimer(timer);
  }

  cancelTimer(kind: string, key: string): Promise<void> {
    return this.plain.cancelTimer(kind, key);
  }

  changes(partition: PartitionKey): Change[] | undefined {
    if (!this.#touched) return undefined;
    return [...this.#touched].flatMap(([table, rows]): Change[] =>
      rows ? [...rows].map((row) => ({ partition, table, row })) : [{ partition, table, row: undefined }],
    );
  }

  #note(statement: AnyStatement, parameters: Parameters): void {
    const { tables, written } = this.#watch;
    for (const table of written.of(statement)) {
      if (!tables.has(table)) continue;
      const parameter = tables.get(table);
      const row = parameter === undefined ? undefined : parameters[parameter];
      this.#touched ??= new Map();
      const rows = this.#touched.has(table) ? this.#touched.get(table) : new Set<string>();
      const isOne = rows !== undefined && typeof row === "string" && rows.size < mostRows;
      this.#touched.set(table, isOne ? rows.add(row) : undefined);
    }
  }
}
