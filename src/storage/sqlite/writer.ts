import type { StatementSync } from "node:sqlite";
import type { PartitionKey, WriteTransaction } from "../database.ts";
import { isGivingBack } from "../disk-space.ts";
import { StorageFullError, toStorageError } from "../storage-full-error.ts";
import type { SqliteConnection } from "./connection.ts";
import { EngineWrite, type EngineWriteOptions } from "./engine-write.ts";
import { GroupCommit, type GroupCommitEngine } from "./group-commit.ts";
import type { LogSync } from "./log-sync.ts";
import { createPartitionFinder, type PartitionIds } from "./partition-ids.ts";
import { PartitionWrite } from "./partition-write.ts";

export interface WriterHooks {
  /** Effects of that source and those topics are durable. */
  readonly emitted: (source: string, topics: ReadonlySet<string>) => void;
  /** After each commit, successful or not for its writes. */
  readonly committed: () => void;
  /** There was no room for a write. */
  readonly full: () => void;
}

/** What the writer has to know of the room on the disk. */
export interface WriterRoom {
  watch(): (() => boolean) | undefined;
  make(): Promise<boolean>;
}

/** Runs writes on the one connection that writes, one after the other, gathered into commits. */
export class Writer {
  readonly connection: SqliteConnection;
  readonly ids: PartitionIds;
  readonly statements: WriterStatements;
  readonly sync: LogSync;
  readonly commits: GroupCommit;
  /** Partitions that the open transaction has made. Readers learn of them once it is committed. */
  readonly made = new Map<string, number>();
  /** Whether the open transaction has changed anything. */
  changed = false;
  readonly emitted: WriterHooks["emitted"];
  room: WriterRoom = { watch: () => undefined, make: async () => false };
  readonly #full: () => void;
  #position: number;
  #closed = false;

  /** `createSync` is given the outbox's last position, which is on the disk. */
  constructor(
    connection: SqliteConnection,
    ids: PartitionIds,
    createSync: (position: number) => LogSync,
    hooks: WriterHooks,
  ) {
    this.connection = connection;
    this.ids = ids;
    this.statements = prepareStatements(connection);
    this.emitted = hooks.emitted;
    this.#full = hooks.full;
    this.commits = new GroupCommit(this.#createEngine(hooks.committed));
    this.#position = Number(connection.prepare("SELECT max(position) AS last FROM squall_outbox").get()?.last ?? 0);
    this.sync = createSync(this.#position);
  }

  async write<T>(key: PartitionKey, source: string, work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    this.#checkOpen();
    const write = new PartitionWrite(this, key, source, work, isGivingBack());
    this.commits.add(write);
    return write.settled;
  }

  /** One step of the engine itself, in the next commit or, if `alone`, in one of its own. */
  async step<T>(step: () => T, options: EngineWriteOptions = {}): Promise<T> {
    this.#checkOpen();
    const changing = () => {
      this.changed = true;
      return step();
    };
    const write = new EngineWrite(changing, options);
    this.commits.add(write);
    if (options.makesRoom) return write.settled;
    return write.settled.catch((error: unknown) => {
      throw this.toError(error);
    });
  }

  /** What a failure of the engine means to who wanted to write. */
  toError(error: unknown): unknown {
    const known = toStorageError(error);
    if (known instanceof StorageFullError) this.#full();
    return known;
  }

  /** The outbox's next position. Writes run one after the other, so positions are in the order of commits. */
  nextPosition(): number {
    return ++this.#position;
  }

  /** Takes no more writes, and finishes what has been handed in. */
  async end(): Promise<void> {
    this.#closed = true;
    await this.commits.idle();
    await this.sync.idle();
  }

  #createEngine(committed: () => void): GroupCommitEngine {
    const begin = this.connection.prepare("BEGIN IMMEDIATE");
    const commit = this.connection.prepare("COMMIT");
    return {
      begin: () => {
        this.sync.check();
        this.changed = false;
        begin.run();
      },
      commit: () => {
        commit.run();
        for (const [source, id] of this.made) this.ids.set(source, id);
        this.made.clear();
        return this.changed;
      },
      rollback: () => {
        this.made.clear();
        if (!this.connection.inTransaction) return;
        try {
          this.connection.exec("ROLLBACK");
        } catch {
          // The transaction is then still open and `begin` says so to each write, until the file can be written again.
        }
      },
      committed: (writes, changed) => {
        this.sync.add(writes, { changed, position: this.#position });
        committed();
      },
      makeRoom: () => this.room.make(),
    };
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error("the database is closed");
  }
}

interface WriterStatements {
  readonly savepoint: StatementSync;
  readonly release: StatementSync;
  readonly rollbackTo: StatementSync;
  readonly findPartition: (key: PartitionKey) => number | undefined;
  readonly addPartition: StatementSync;
  readonly getSequence: StatementSync;
  readonly setSequence: StatementSync;
  readonly emit: StatementSync;
}

function prepareStatements(connection: SqliteConnection): WriterStatements {
  return {
    savepoint: connection.prepare("SAVEPOINT one_write"),
    release: connection.prepare("RELEASE one_write"),
    rollbackTo: connection.prepare("ROLLBACK TO one_write"),
    findPartition: createPartitionFinder(connection),
    addPartition: connection.prepare("INSERT INTO squall_partitions (kind, account, region, name) VALUES (?, ?, ?, ?)"),
    getSequence: connection.prepare("SELECT sequence FROM squall_partitions WHERE id = ?"),
    setSequence: connection.prepare("UPDATE squall_partitions SET sequence = ? WHERE id = ?"),
    emit: connection.prepare("INSERT INTO squall_outbox (source, topic, position, id, payload) VALUES (?, ?, ?, ?, ?)"),
  };
}
