import { fstatSync } from "node:fs";
import type { Log } from "../../platform/log.ts";
import type { Reserve } from "../database.ts";
import { isStorageFull } from "../storage-full-error.ts";
import type { SqliteConnection } from "./connection.ts";
import { allocate, type LogKeeper } from "./log-keeper.ts";
import type { WriterRoom } from "./open-writer.ts";

const pageBytes = 4_096;
/** Free pages beyond the reserve that are made at a time: more, each time that they were soon used up. */
const slack = { first: 512, most: 16_384 } as const;
/** The same for one write that found too few: with `mostWaits` of group-commit.ts as much as is reached by doubling. */
const mostOfOneWrite = 262_144;
const soonMs = 5_000;
/** After it no such write is tried any more. */
const longAgoMs = 60_000;
/** A growth that the disk had no room for is tried again no sooner, but by `fill`. */
const refusedMs = 1_000;
/** The most pages that are made by one write. */
const mostRowPages = 64;

export interface RoomParts {
  readonly connection: SqliteConnection;
  /** The database's file, open as long as the database is. */
  readonly descriptor: number;
  readonly keeper: LogKeeper;
  /** A write of the engine's own, which fails at once if there is no room for it. */
  readonly step: (step: () => void) => Promise<void>;
  readonly log: Log;
}

/**
 * The room that the database has on the disk (decision 33). Once a reserve is asked for, the database's pages never become more than have been given
 * blocks of the disk, so that a checkpoint needs none; there are always some free ones among them, which deletions may use when others fill the
 * disk; and the log's file has its blocks likewise.
 */
export class Room implements Reserve, WriterRoom {
  readonly #parts: RoomParts;
  /** Undefined until `fill`: then SQLite grows the file as it likes. */
  #reservePages: number | undefined;
  #slackPages: number = slack.first;
  #isLow = false;
  #isEnded = false;
  #grewMs = Number.NEGATIVE_INFINITY;
  /** When a write last found too few. */
  #shortMs = Number.NEGATIVE_INFINITY;
  #refusedMs = Number.NEGATIVE_INFINITY;
  #growing: Promise<boolean> | undefined;

  constructor(parts: RoomParts) {
    this.#parts = parts;
  }

  async fill(bytes: number): Promise<boolean> {
    this.#reservePages ??= Math.floor(bytes / 4 / pageBytes);
    this.#slackPages = Math.min(slack.first, this.#reservePages);
    this.#limit();
    this.#look();
    try {
      await this.#parts.keeper.lengthen(Math.floor((bytes * 3) / 4));
    } catch (error) {
      if (!isStorageFull(error)) throw error;
      return false;
    }
    this.#refusedMs = Number.NEGATIVE_INFINITY;
    const isFilled = await this.#grow();
    // The pages that were made are in the cache now, and nobody reads them.
    this.#parts.connection.exec("PRAGMA shrink_memory");
    return isFilled;
  }

  /** To be called after each commit. */
  committed(): void {
    this.#look();
    if (this.#isLow && performance.now() - this.#refusedMs >= refusedMs) void this.#grow();
  }

  watch(): (() => boolean) | undefined {
    if (!this.#isLow) return undefined;
    const before = this.#free();
    return () => {
      const free = this.#free();
      return free >= before || free >= (this.#reservePages ?? 0);
    };
  }

  /** Grows no more, and finishes what is under way. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#growing;
  }

  async make(before: number): Promise<boolean> {
    const { keeper } = this.#parts;
    const longer = keeper.isAtEnd ? await keeper.beginAnew() : false;
    if (this.#reservePages === undefined) return longer;
    // Where it was not the log alone that had an end, what was free was not enough, however long that took: without more the write would be refused as if the
    // disk were full.
    if (!longer || before > 0) {
      this.#slackPages = Math.min(Math.max(this.#slackPages, slack.first) * 2, mostOfOneWrite);
      this.#shortMs = performance.now();
    }
    if (this.#growing || performance.now() - this.#refusedMs >= refusedMs) return (await this.#grow()) || longer;
    return longer;
  }

  #look(): void {
    if (this.#reservePages !== undefined) this.#isLow = this.#free() < this.#reservePages + this.#slackPages / 4;
  }

  #grow(): Promise<boolean> {
    if (this.#isEnded) return Promise.resolve(false);
    this.#growing ??= this.#parts.keeper
      .exclusively(() => this.#growNow())
      .catch((error: unknown) => {
        if (!isStorageFull(error))
          this.#parts.log.error("the database could not be given room", { error: String(error) });
        this.#refusedMs = performance.now();
        return false;
      })
      .finally(() => {
        this.#growing = undefined;
      });
    return this.#growing;
  }

  async #growNow(): Promise<boolean> {
    const { connection, descriptor, step } = this.#parts;
    const nowMs = performance.now();
    if (nowMs - this.#shortMs > longAgoMs) this.#slackPages = Math.min(this.#slackPages, slack.most);
    if (nowMs - this.#grewMs < soonMs)
      this.#slackPages = Math.max(this.#slackPages, Math.min(this.#slackPages * 2, slack.most));
    const wanted = (this.#reservePages as number) + this.#slackPages;
    // A stop may have left some.
    await this.#clear();
    const [pages, free] = [connection.pragma("page_count"), this.#free()];
    // What is made is whole rows.
    const rowPages = Math.min(mostRowPages, Math.ceil(wanted / 16));
    if (free > wanted - 2 * rowPages) return true;
    const more = wanted - free;
    const { size } = fstatSync(descriptor);
    const end = (pages + more) * pageBytes;
    try {
      if (end > size) await allocate(descriptor, size, end - size);
    } catch (error) {
      if (!isStorageFull(error) || this.#slackPages <= slack.first) throw error;
      // There may be room for less.
      this.#slackPages = slack.first;
      this.#grewMs = Number.NEGATIVE_INFINITY;
      return this.#growNow();
    }
    await step(() => connection.exec(`PRAGMA max_page_count = ${pages + more}`));
    // Rows that come and go leave their pages free. A few pages at a time, so that nobody waits long.
    try {
      // One page of each is what holds the others.
      const bytes = (rowPages - 1) * (pageBytes - 4);
      for (let row = 0; row < Math.floor(wanted / rowPages); row++) {
        await step(() => connection.own("INSERT INTO squall_room (bytes) VALUES (zeroblob(?))").run(bytes));
      }
    } catch (error) {
      // Others have used what was free meanwhile: then all pages there are have been made.
      if (!isStorageFull(error)) throw error;
    } finally {
      await this.#clear();
      this.#limit();
    }
    this.#grewMs = performance.now();
    this.#look();
    return true;
  }

  async #clear(): Promise<void> {
    const { connection, step } = this.#parts;
    const remove = "DELETE FROM squall_room WHERE id = (SELECT max(id) FROM squall_room)";
    let left = true;
    while (left) {
      await step(() => {
        left = Number(connection.own(remove).run().changes) > 0;
      });
    }
  }

  /** SQLite makes no page more than there are. */
  #limit(): void {
    const { connection } = this.#parts;
    connection.exec(`PRAGMA max_page_count = ${connection.pragma("page_count")}`);
  }

  #free(): number {
    return this.#parts.connection.pragma("freelist_count");
  }
}
