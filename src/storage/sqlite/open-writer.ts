import type { StatementSync } from "node:sqlite";
import type { PartitionKey } from "../database.ts";
import type { SqliteConnection } from "./connection.ts";
import { createPartitionFinder, type PartitionIds } from "./partition-ids.ts";

/** What a write sees of the writer whose transaction is open. */
export interface OpenWriter {
  readonly connection: SqliteConnection;
  readonly ids: PartitionIds;
  readonly statements: WriterStatements;
  /** Partitions that the open transaction has made. Readers learn of them once it is committed. */
  readonly made: Map<string, number>;
  /** Whether the open transaction has changed anything. */
  changed: boolean;
  readonly room: WriterRoom;
  /** Effects of that source and those topics are durable. */
  readonly emitted: (source: string, topics: ReadonlySet<string>) => void;
  /** Timers of that source are durable; with the earliest time of each kind. */
  readonly timersSet: (source: string, earliest: ReadonlyMap<string, number>) => void;
  /** What a failure of the engine means to who wanted to write. */
  toError(error: unknown): unknown;
  /** The outbox's next position. Writes run one after the other, so positions are in the order of commits. */
  nextPosition(): number;
}

/** The room on the disk, as a writer sees it. */
export interface WriterRoom {
  /** For a write that may take nothing of what is held back: gives afterwards whether it has kept to that. Undefined while there is plenty. */
  watch(): (() => boolean) | undefined;
  /** For writes that found none, for `before` times already. False if there is none to be had. */
  make(before: number): Promise<boolean>;
}

export interface WriterStatements {
  readonly savepoint: StatementSync;
  readonly release: StatementSync;
  readonly rollbackTo: StatementSync;
  readonly findPartition: (key: PartitionKey) => number | undefined;
  readonly addPartition: StatementSync;
  readonly getSequence: StatementSync;
  readonly setSequence: StatementSync;
  readonly emit: StatementSync;
  readonly setTimer: StatementSync;
}

export function prepareStatements(connection: SqliteConnection): WriterStatements {
  return {
    savepoint: connection.prepare("SAVEPOINT one_write"),
    release: connection.prepare("RELEASE one_write"),
    rollbackTo: connection.prepare("ROLLBACK TO one_write"),
    findPartition: createPartitionFinder(connection),
    addPartition: connection.prepare("INSERT INTO squall_partitions (kind, account, region, name) VALUES (?, ?, ?, ?)"),
    getSequence: connection.prepare("SELECT sequence FROM squall_partitions WHERE id = ?"),
    setSequence: connection.prepare("UPDATE squall_partitions SET sequence = ? WHERE id = ?"),
    emit: connection.prepare("INSERT INTO squall_outbox (source, topic, position, id, payload) VALUES (?, ?, ?, ?, ?)"),
    // One that is there gives way to a row with a version of its own.
    setTimer: connection.prepare(
      "INSERT OR REPLACE INTO squall_timers (partition, kind, key, shard, due_ms, set_for_ms, payload) VALUES (?1, ?2, ?3, 0, ?4, ?4, ?5)",
    ),
  };
}
