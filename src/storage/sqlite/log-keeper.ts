import { fdatasync, fstatSync, fsync, ftruncateSync, write } from "node:fs";
import { promisify } from "node:util";
import type { Log } from "../../platform/log.ts";
import type { Checkpointer } from "./checkpointer.ts";
import type { SqliteConnection } from "./connection.ts";
import type { GroupCommit } from "./group-commit.ts";
import { beginLogAnew } from "./schema.ts";

const syncData = promisify(fdatasync);
const syncAll = promisify(fsync);
const writeTo = promisify(write);

/** A frame is a page and its head. Source: "WAL-mode File Format". */
const frameBytes = 4_096 + 24;
const pieceBytes = 1024 * 1024;
/** The log's length is looked at no more often. */
const lookEachMs = 5;
/** A checkpoint that could not begin the log anew, since somebody reads it, is tried again then. */
const againMs = 100;
const longestLogBytes = 16 * 1024 * 1024;

export interface LogKeeperParts {
  /** The one that writes. */
  readonly connection: SqliteConnection;
  /** One that only reads, and does nothing else. */
  readonly pin: SqliteConnection;
  /** The open log. */
  readonly descriptor: number;
  readonly commits: GroupCommit;
  readonly checkpointer: Checkpointer;
  readonly log: Log;
}

/**
 * Keeps the write-ahead log short without a wait on the event loop (decision 32). SQLite by itself begins the log anew in the first write after a
 * whole checkpoint, and waits for the disk there, for the log's new head must be on it before any frame is. So a read that is kept open (the pin)
 * forbids that, and only the checkpoint's thread does it, while writes are held back.
 */
export class LogKeeper {
  readonly #parts: LogKeeperParts;
  #longestBytes = longestLogBytes;
  #lookedMs = 0;
  #notBeforeMs = 0;
  #working: Promise<unknown> = Promise.resolve();
  #checkpoint: Promise<boolean> | undefined;

  constructor(parts: LogKeeperParts) {
    this.#parts = parts;
    this.#pin();
  }

  /** Waits for what has been written to the log so far. */
  sync(): Promise<void> {
    return syncData(this.#parts.descriptor);
  }

  /** To be called after each commit. */
  committed(): void {
    const nowMs = performance.now();
    if (nowMs - this.#lookedMs < lookEachMs || nowMs < this.#notBeforeMs || this.#checkpoint) return;
    this.#lookedMs = nowMs;
    if (this.#bytes() >= this.#longestBytes) void this.beginAnew();
  }

  /** Takes the log into the database and begins it anew. False if that could not be done now. */
  beginAnew(): Promise<boolean> {
    this.#checkpoint ??= this.exclusively(() => this.#beginAnew()).finally(() => {
      this.#checkpoint = undefined;
    });
    return this.#checkpoint;
  }

  /** Whether its end is near the end of the file, so that it would want more of the disk. */
  get isAtEnd(): boolean {
    return this.#bytes() > fstatSync(this.#parts.descriptor).size / 2;
  }

  /** Work during which no checkpoint is made, one after the other. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#working.then(work);
    this.#working = done.catch(() => {});
    return done;
  }

  /**
   * Gives the log's file so many bytes of the disk, which it keeps: it is never made shorter than that. Behind the last frame there are zeros then. Rejects if the
   * disk has no room for them.
   */
  lengthen(bytes: number): Promise<void> {
    return this.exclusively(() => this.#lengthen(bytes));
  }

  async #lengthen(bytes: number): Promise<void> {
    const { descriptor } = this.#parts;
    this.#longestBytes = Math.min(longestLogBytes, bytes);
    for (;;) {
      const release = await this.#parts.commits.hold();
      try {
        // Nothing is added to the log now, so what is behind its end is nobody's.
        const { size } = fstatSync(descriptor);
        if (size >= bytes) break;
        await allocate(descriptor, size, Math.min(pieceBytes, bytes - size));
      } finally {
        release();
      }
    }
    await syncAll(descriptor);
  }

  /** What is in the log is in the database then, and the log is short: the next start has little to read. */
  async close(): Promise<void> {
    await this.#working;
    await this.#parts.checkpointer.close();
    const { pin, connection, log } = this.#parts;
    pin.exec("COMMIT");
    try {
      connection.exec("PRAGMA synchronous = full; PRAGMA wal_checkpoint(PASSIVE)");
      beginLogAnew(connection);
    } catch (error) {
      log.warn("the log could not be taken into the database at the stop: the next start reads it", {
        error: String(error),
      });
    }
  }

  async #beginAnew(): Promise<boolean> {
    const { checkpointer, commits, log } = this.#parts;
    try {
      this.#unpin();
      this.#pin();
      await checkpointer.run("backfill");
      const release = await commits.hold();
      try {
        this.#unpin();
        const frames = await checkpointer.run("restart");
        const isAnew = frames * frameBytes < this.#longestBytes / 2;
        if (!isAnew) this.#notBeforeMs = performance.now() + againMs;
        return isAnew;
      } finally {
        this.#pin();
        release();
      }
    } catch (error) {
      this.#notBeforeMs = performance.now() + 1_000;
      log.error("a checkpoint failed and will be tried again", {
        error: error instanceof Error ? error.message : String(error),
      });
      return false;
    }
  }

  #bytes(): number {
    return this.#parts.connection.frames() * frameBytes;
  }

  /** A read sees the last commit from here on, which must stay in the log. */
  #pin(): void {
    this.#parts.pin.exec("BEGIN");
    this.#parts.pin.own("SELECT restarts FROM squall_log").get();
  }

  #unpin(): void {
    this.#parts.pin.exec("COMMIT");
  }
}

/** Writes zeros, for a file of holes would hold nothing. What was written is taken back if there is no room for all. */
export async function allocate(descriptor: number, from: number, bytes: number): Promise<void> {
  const zeros = Buffer.alloc(Math.min(pieceBytes, bytes));
  try {
    for (let done = 0; done < bytes; ) {
      const { bytesWritten } = await writeTo(descriptor, zeros, 0, Math.min(zeros.length, bytes - done), from + done);
      done += bytesWritten;
    }
  } catch (error) {
    ftruncateSync(descriptor, from);
    throw error;
  }
}

/**
 * Gives the log a frame: one without cannot be pinned. On a disk that was filled meanwhile there may be no room behind the log's
 * end, but there is in the database.
 */
export function openLog(connection: SqliteConnection): void {
  try {
    beginLogAnew(connection);
  } catch {
    connection.exec("PRAGMA wal_checkpoint(PASSIVE)");
    beginLogAnew(connection);
  }
}
