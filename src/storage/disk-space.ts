import { open, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";

/** Whether anything more can be stored. */
export interface Space {
  readonly isFull: boolean;
}

const reserveBytes = 16 * 1024 * 1024;
/** Of a small disk no more than this part is held back. */
const largestPart = 1 / 16;
const lookEveryMs = 500;
const leastBytes = 1024 * 1024;

/**
 * Holds some of the disk back for the moment in which it is full: a deletion needs room, too, before it gives any. Then the reserve is
 * given up, what would add something is refused, and what gives room back goes on. When there is enough again, the reserve is
 * made anew, and all is as before.
 */
export class DiskSpace implements Space {
  readonly #directory: string;
  readonly #path: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #isFull = false;
  #look: Timer | undefined;
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor({ directory, clock, log }: { directory: string; clock: Clock; log: Log }) {
    this.#directory = directory;
    this.#path = join(directory, "reserve");
    this.#clock = clock;
    this.#log = log;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  /** Gives the reserve up if there is too little room for a start. */
  async check(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#directory);
    if (bavail * bsize >= leastBytes) return;
    this.ranOut();
    await this.#work;
  }

  /** Makes the reserve, if it is not there. Does not wait for it: a start must not. */
  open(): void {
    if (this.#isFull) return;
    this.#work = this.#make().then((made) => {
      if (!made) this.ranOut();
    });
  }

  /** Something could not be stored for want of room. */
  ranOut(): void {
    if (this.#isFull || this.#closed) return;
    this.#isFull = true;
    this.#log.error("the disk is full: only what gives room back is done", { directory: this.#directory });
    this.#work = this.#work.then(() => rm(this.#path, { force: true }));
    this.#lookAgain();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#look?.cancel();
    await this.#work.catch(() => {});
  }

  #lookAgain(): void {
    this.#look = this.#clock.afterMachine(lookEveryMs, () => {
      this.#work = this.#work.then(async () => {
        if (this.#closed) return;
        if (!(await this.#hasRoom()) || !(await this.#make())) return this.#lookAgain();
        this.#isFull = false;
        this.#log.info("there is room on the disk again", { directory: this.#directory });
      });
      this.#work.catch((error: Error) => this.#log.error("the disk's room is not known", { error: error.message }));
    });
  }

  /** For the reserve, and as much for what waits for it. */
  async #hasRoom(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#directory);
    return bavail * bsize >= 2 * (await this.#wantedBytes());
  }

  async #wantedBytes(): Promise<number> {
    const { blocks, bsize } = await statfs(this.#directory);
    return Math.min(reserveBytes, Math.floor(blocks * bsize * largestPart));
  }

  /** False if there is no room for it. Written, for a file of holes would hold nothing. */
  async #make(): Promise<boolean> {
    try {
      const bytes = await this.#wantedBytes();
      const facts = await stat(this.#path).catch(() => undefined);
      if (facts && facts.size >= bytes && facts.blocks * 512 >= bytes) return true;
      const file = await open(this.#path, "w", 0o600);
      try {
        const piece = Buffer.alloc(1024 * 1024);
        for (let written = 0; written < bytes; written += piece.length) await file.write(piece);
      } finally {
        await file.close();
      }
      return true;
    } catch {
      await rm(this.#path, { force: true }).catch(() => {});
      return false;
    }
  }
}
