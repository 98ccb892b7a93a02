import { closeSync, constants, fchmodSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import { createLog, type Log } from "../../platform/log.ts";
import type { Database, PartitionKey } from "../database.ts";
import { DroppedRows } from "../dropped-rows.ts";
import { TableOutbox } from "../outbox.ts";
import { TableTimers } from "../table-timers.ts";
import { Checkpointer } from "./checkpointer.ts";
import { SqliteConnection } from "./connection.ts";
import { createDroppedRowsTable } from "./dropped-rows-table.ts";
import { LogKeeper, openLog } from "./log-keeper.ts";
import { LogSync } from "./log-sync.ts";
import { migrate } from "./migrate.ts";
import { createOutboxTable } from "./outbox-table.ts";
import { SqlitePartition } from "./partition.ts";
import { PartitionIds } from "./partition-ids.ts";
import { Readers } from "./readers.ts";
import { Room } from "./room.ts";
import { createSchema, partitionTables } from "./schema.ts";
import { createSmallBlobs } from "./small-blobs.ts";
import { createTimerTable } from "./timer-table.ts";
import { Writer } from "./writer.ts";

export interface SqliteOptions {
  /** A path, or `:memory:` for a database that nothing is left of. */
  readonly file: string;
  readonly clock: Clock;
  readonly log?: Log;
  /** Called after each commit: for measurements. */
  readonly onCommit?: () => void;
  /** Called when a write failed because the disk is full. */
  readonly onFull?: () => void;
}

/** SQLite inside the process, in write-ahead mode. A write is on the disk before it is told. The file belongs to one process at a time. */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const place =
    options.file === ":memory:" ? createPassingFile() : { file: options.file, durable: true, remove: () => {} };
  const log = options.log ?? createLog("silent");
  const descriptor = openPrivate(place.file);
  const ids = new PartitionIds();
  const synchronous = place.durable ? "normal" : "off";
  const connection = new SqliteConnection(place.file, { readOnly: false, synchronous, cacheKib: 32_768 });
  createSchema(connection);
  let durability: Durability | undefined;
  const sync = place.durable ? () => (durability as Durability).keeper.sync() : () => Promise.resolve();
  const writer = new Writer(connection, ids, (position) => new LogSync(sync, position, options.clock), {
    emitted: (source, topics) => outbox.wake(source, topics),
    timersSet: (source, earliest) => timers.wasSet(source, earliest),
    committed: () => {
      durability?.keeper.committed();
      durability?.room.committed();
      options.onCommit?.();
    },
    full: options.onFull ?? (() => {}),
  });
  if (place.durable)
    durability = await openDurability({ file: place.file, descriptor, writer, clock: options.clock, log });
  const readers = new Readers(place.file, ids, writer.sync);
  const outbox: TableOutbox = new TableOutbox(createOutboxTable(readers, writer), options.clock, log);
  const timers: TableTimers = new TableTimers({ table: createTimerTable(readers, writer), clock: options.clock, log });
  const dropped = new DroppedRows(createDroppedRowsTable(writer), log);
  dropped.wake();
  return {
    engine: "sqlite",
    outbox,
    timers,
    reserve: durability?.room,
    smallBlobs: createSmallBlobs(readers, writer),
    migrate: (sets) => migrate(writer, sets),
    partition: (key) => new SqlitePartition(key, readers, writer, dropped),
    listPartitions: (kind, page) => listPartitions(readers, kind, page),
    reset: () => reset(writer, outbox),
    close: async () => {
      await outbox.stop();
      await timers.stop();
      await dropped.close();
      readers.close();
      await durability?.room.end();
      await writer.end();
      await durability?.keeper.close();
      connection.close();
      durability?.close();
      // Closing any descriptor of a file gives its locks up, so it is the last.
      closeSync(descriptor);
      place.remove();
    },
  };
}

/** What only a database has that is to outlive the machine's power. */
interface Durability {
  readonly keeper: LogKeeper;
  readonly room: Room;
  readonly close: () => void;
}

async function openDurability(parts: {
  file: string;
  descriptor: number;
  writer: Writer;
  clock: Clock;
  log: Log;
}): Promise<Durability> {
  const { file, descriptor, writer, clock, log } = parts;
  const { connection, commits } = writer;
  // One that only reads is closed last, and so cannot delete the log: its file keeps its blocks of the disk.
  const pin = new SqliteConnection(file, { readOnly: true, synchronous: "normal", cacheKib: 64 });
  openLog(connection);
  // The version before kept the log's index in a file.
  rmSync(`${file}-shm`, { force: true });
  const logDescriptor = openSync(`${file}-wal`, constants.O_RDWR);
  const checkpointer = new Checkpointer(file, clock);
  const keeper = new LogKeeper({ connection, pin, descriptor: logDescriptor, commits, checkpointer, log });
  // What a process that was killed has left there may not be on the disk yet, and is delivered from now on.
  await keeper.sync();
  const step = (work: () => void) => writer.step(work, { makesRoom: true });
  const room = new Room({ connection, descriptor, keeper, step, log });
  writer.room = room;
  const close = () => {
    pin.close();
    closeSync(logDescriptor);
  };
  return { keeper, room, close };
}

/** SQLite would make the file as the umask has it; that of its write-ahead log is made as this one is. */
function openPrivate(file: string): number {
  const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  fchmodSync(descriptor, 0o600);
  return descriptor;
}

/**
 * SQLite's own memory databases have no snapshots: a read would wait for the write, or see it unfinished. So this is a file that
 * is never synced, in a directory of its own that goes when the database is closed or the process ends.
 */
function createPassingFile(): { file: string; durable: boolean; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "squall-memory-"));
  const removeDirectory = () => rmSync(directory, { recursive: true, force: true });
  process.once("exit", removeDirectory);
  return {
    file: join(directory, "squall.db"),
    durable: false,
    remove: () => {
      process.off("exit", removeDirectory);
      removeDirectory();
    },
  };
}

async function listPartitions(
  readers: Readers,
  kind: string,
  { after, limit }: { after?: PartitionKey; limit: number },
): Promise<PartitionKey[]> {
  const text = `SELECT account, region, kind, name FROM squall_partitions
    WHERE kind = ? ${after ? "AND (account, region, name) > (?, ?, ?)" : ""}
    ORDER BY account, region, name LIMIT ?`;
  const place = after ? [after.account, after.region, after.name] : [];
  const rows = await readers.query((connection) => connection.own(text).all(kind, ...place, limit));
  return rows.map((row) => ({ ...row }) as unknown as PartitionKey);
}

async function reset(writer: Writer, outbox: TableOutbox): Promise<void> {
  const step = () => {
    const tables = [
      "squall_partitions",
      "squall_dropped",
      "squall_outbox",
      "squall_parked",
      ...partitionTables(writer.connection),
    ];
    for (const table of tables) writer.connection.exec(`DELETE FROM ${table}`);
  };
  const after = () => {
    writer.ids.clear();
    outbox.forget();
  };
  await writer.step(step, { alone: true, after });
}
