import type { PartitionKey, WriteTransaction } from "../database.ts";
import { isGivingBack } from "../disk-space.ts";
import { StorageFullError, toStorageError } from "../storage-full-error.ts";
import type { SqliteConnection } from "./connection.ts";
import { EngineWrite, type EngineWriteOptions } from "./engine-write.ts";
import { GroupCommit, type GroupCommitEngine } from "./group-commit.ts";
import type { LogSync } from "./log-sync.ts";
import { type OpenWriter, prepareStatements, type WriterRoom, type WriterStatements } from "./open-writer.ts";
import type { PartitionIds } from "./partition-ids.ts";
import { PartitionWrite } from "./partition-write.ts";

export interface WriterHooks {
  /** Effects of that source and those topics are durable. */
  readonly emitted: (source: string, topics: ReadonlySet<string>) => void;
  /** Timers of that source are durable; with the earliest time of each kind. */
  readonly timersSet: (source: string, earliest: ReadonlyMap<string, number>) => void;
  /** After each commit, successful or not for its writes. */
  readonly committed: () => void;
  /** There was no room for a write. */
  readonly full: () => void;
}

/** Runs writes on the one connection that writes, one after the other, gathered into commits. */
export class Writer implements OpenWriter {
  readonly connection: SqliteConnection;
  readonly ids: PartitionIds;
  readonly statements: WriterStatements;
  readonly sync: LogSync;
  readonly commits: GroupCommit;
  readonly made = new Map<string, number>();
  changed = false;
  readonly emitted: WriterHooks["emitted"];
  readonly timersSet: WriterHooks["timersSet"];
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
    this.timersSet = hooks.timersSet;
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

  toError(error: unknown): unknown {
    const known = toStorageError(error);
    if (known instanceof StorageFullError) this.#full();
    return known;
  }

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
      makeRoom: (before) => this.room.make(before),
    };
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error("the database is closed");
  }
}
