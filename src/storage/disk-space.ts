import { AsyncLocalStorage } from "node:async_hooks";
import { rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Reserve } from "./database.ts";

/** Whether anything more can be stored. */
export interface Space {
  readonly isFull: boolean;
}

const reserveBytes = 16 * 1024 * 1024;
/** Of a small disk no more than this part is held back. */
const largestPart = 1 / 16;
const lookEveryMs = 500;
const leastBytes = 1024 * 1024;

const givingBack = new AsyncLocalStorage<true>();

/** What is written during this work may use the room that is held back. */
export function giveBack<T>(work: () => T): T {
  return givingBack.run(true, work);
}

export function isGivingBack(): boolean {
  return givingBack.getStore() === true;
}

/**
 * Knows when the disk is full: then what would add something is refused, and what gives room back goes on, with the room that the database holds
 * back for it in its own files, where no other program can take it. When there is room again, all is as before.
 */
export class DiskSpace implements Space {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #reserve: Reserve | undefined;
  #isFull = false;
  #look: Timer | undefined;
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor({ directory, clock, log }: { directory: string; clock: Clock; log: Log }) {
    this.#directory = directory;
    this.#clock = clock;
    this.#log = log;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  /** Looks whether there is room for a start that stores something. */
  async check(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#directory);
    if (bavail * bsize < leastBytes) this.ranOut();
  }

  /** Has the database keep to what it holds back, if the disk is full already. */
  use(reserve: Reserve | undefined): void {
    this.#reserve = reserve;
    if (this.#isFull) this.#then(async () => void (await this.#fill()));
  }

  /** Has what is to be held back made. Does not wait for it: a start must not. */
  open(): void {
    this.#then(async () => {
      // The version before held a file back.
      await rm(join(this.#directory, "reserve"), { force: true });
      if (!this.#isFull && !(await this.#fill())) this.ranOut();
    });
  }

  /** Something could not be stored for want of room. */
  ranOut(): void {
    if (this.#isFull || this.#closed) return;
    this.#isFull = true;
    this.#log.error("the disk is full: only what gives room back is done", { directory: this.#directory });
    this.#lookAgain();
  }

  /** To be called before the database is closed. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#look?.cancel();
    await this.#work;
  }

  #lookAgain(): void {
    this.#look = this.#clock.afterMachine(lookEveryMs, () => {
      this.#then(async () => {
        if (!(await this.#hasRoom()) || !(await this.#fill())) return this.#lookAgain();
        this.#isFull = false;
        this.#log.info("there is room on the disk again", { directory: this.#directory });
      });
    });
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#closed ? undefined : work()))
      .catch((error: Error) => this.#log.error("the disk's room is not known", { error: error.message }));
  }

  /** For what waits for it. */
  async #hasRoom(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#directory);
    return bavail * bsize >= (await this.#wantedBytes());
  }

  async #fill(): Promise<boolean> {
    return this.#reserve?.fill(await this.#wantedBytes()) ?? true;
  }

  async #wantedBytes(): Promise<number> {
    const { blocks, bsize } = await statfs(this.#directory);
    return Math.min(reserveBytes, Math.floor(blocks * bsize * largestPart));
  }
}
