import type { Clock, Timer } from "../../platform/clock.ts";
import { NoSlotError, type PoolReport, type SlotGrant } from "./slots.ts";

export interface BorrowedPoolParts {
  readonly name: string;
  readonly clock: Clock;
  /** Whether the node may count on what it has on loan. */
  readonly holds: () => boolean;
  /** Asks the owner for as many as are needed at the same time; the grant has been heeded when it is fulfilled. Rejects with SlotsUnknownError. */
  readonly ask: (needs: number) => Promise<void>;
  /** Tells the owner that the loan has become smaller. */
  readonly tell: () => void;
}

/** So long a node that was refused does not ask again: what comes meanwhile is refused as well. */
const refusedMs = 10;
/** So long slots that others need may be used on, if they are never idle: a slot that went to and fro would be idle most of the time. */
const yieldAfterMs = 50;

/**
 * A node that has just refused somebody will have use for a slot that has just become idle, and keeps it so long: else under load each would take
 * from the others what they are about to use.
 */
const keepMs = { afterRefusal: 50, idle: 20 };

/** Who waits for room looks so often, whether there may be any or not. */
const lookEveryMs = 1_000;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** What one node has on loan of a pool, and how much of that is at work. */
export class BorrowedPool {
  readonly #parts: BorrowedPoolParts;
  #version = 0;
  #quota = 0;
  #running = 0;
  /** Those whom the question under way is for, and those who came after it. */
  #asked: Waiting[] = [];
  #waiting: Waiting[] = [];
  readonly #listeners = new Set<() => void>();
  #isAsking = false;
  #refusedUntilMs = 0;
  #refusedMs = Number.NEGATIVE_INFINITY;
  #leftMs = Number.NEGATIVE_INFINITY;
  /** Slots that others need, and when they are to go as soon as they are idle. */
  #owed = 0;
  #yield: Timer | undefined;
  #look: Timer | undefined;
  #yields = false;

  constructor(parts: BorrowedPoolParts) {
    this.#parts = parts;
  }

  get running(): number {
    return this.#running;
  }

  get quota(): number {
    return this.#quota;
  }

  get report(): PoolReport {
    return { pool: this.#parts.name, version: this.#version, quota: this.#quota, running: this.#running };
  }

  /** What is at work and what waits. */
  get needs(): number {
    return this.#running + this.#asked.length + this.#waiting.length + this.#listeners.size;
  }

  /** False if what is on loan is all at work. */
  tryEnter(): boolean {
    if (this.#running >= this.#quota || !this.#parts.holds()) return false;
    this.#running += 1;
    return true;
  }

  /** Waits for the owner's word. Rejects with NoSlotError, or SlotsUnknownError. */
  async enter(): Promise<void> {
    if (this.tryEnter()) return;
    const nowMs = this.#parts.clock.monotonicMs();
    if (nowMs < this.#refusedUntilMs) {
      this.#refusedMs = nowMs;
      throw new NoSlotError();
    }
    const entered = new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    if (!this.#isAsking) void this.#askForAll();
    return entered;
  }

  leave(): void {
    this.#running -= 1;
    this.#leftMs = this.#parts.clock.monotonicMs();
    const isOver = this.#running >= this.#quota;
    if (isOver || (this.#yields && this.#owed > 0)) {
      this.#giveUpIdle();
      this.#parts.tell();
    }
    if (this.#running < this.#quota) this.#offer();
  }

  /** Calls back, once, when there may be a slot. An owner tells of one; but a new owner does not know who waits, so each looks again after a while. */
  onRoom(listener: () => void): void {
    this.#listeners.add(listener);
    this.#look ??= this.#parts.clock.afterMachine(lookEveryMs, () => this.#callAll());
  }

  /**
   * Takes so many slots for good, for what is kept rather than let in and out; gives how many it has of them. Those it has beyond stay until
   * `keepOnly`. Rejects with SlotsUnknownError.
   */
  async keep(count: number): Promise<number> {
    if (count > this.#quota) await this.#parts.ask(count);
    this.#running = Math.max(this.#running, Math.min(count, this.#quota));
    return Math.min(count, this.#quota);
  }

  /** Gives up what it has beyond so many. */
  keepOnly(count: number): void {
    this.#running = Math.min(this.#running, count);
    this.shrink(count);
  }

  /** Gives up what is on loan beyond so many. */
  shrink(quota: number): void {
    this.#quota = Math.min(this.#quota, quota);
    this.#parts.tell();
  }

  /** What is older than what is known changes nothing. */
  heed({ version, quota }: Pick<SlotGrant, "version" | "quota">): void {
    if (version <= this.#version) return;
    const grows = quota > this.#quota;
    this.#version = version;
    this.#quota = quota;
    if (!grows) return;
    this.#refusedUntilMs = 0;
    this.#offer();
  }

  /** Others need slots: gives up idle ones, and remembers what it owes beyond. One whom it owes nothing does not cancel what it owes to another. */
  recall(idle: number, owed: number, isForced: boolean): void {
    const given = isForced || !this.#keepsIdle() ? Math.min(idle, Math.max(0, this.#quota - this.#running)) : 0;
    this.#quota -= given;
    this.#owed = Math.min(Math.max(0, owed - given, this.#owed - given), this.#quota);
    if (this.#owed === 0) this.#forgive();
    else {
      this.#yield ??= this.#parts.clock.afterMachine(yieldAfterMs, () => {
        this.#yields = true;
        const before = this.#quota;
        this.#giveUpIdle();
        if (this.#quota < before) this.#parts.tell();
      });
    }
  }

  /** A new owner begins to count: versions begin anew, and what was owed was owed to the former one's knowledge. */
  renew(): PoolReport {
    this.#version = 0;
    this.#forgive();
    this.#refusedUntilMs = 0;
    return this.report;
  }

  /** The node's lease has run out: what it had is others' by now. What is at work goes on, and is told when the node is back. */
  lapse(): void {
    this.#quota = 0;
    this.#version = 0;
    this.#forgive();
    this.#refusedUntilMs = 0;
  }

  #keepsIdle(): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    return nowMs - this.#refusedMs < keepMs.afterRefusal && nowMs - this.#leftMs < keepMs.idle;
  }

  #forgive(): void {
    this.#owed = 0;
    this.#yields = false;
    this.#yield?.cancel();
    this.#yield = undefined;
  }

  #giveUpIdle(): void {
    const given = Math.min(this.#owed, Math.max(0, this.#quota - this.#running));
    if (given === 0) return;
    this.#quota -= given;
    this.#owed -= given;
    if (this.#owed === 0) this.#forgive();
  }

  /** One question after the other; who comes while one is under way is part of the next, since it may not have been known of. */
  async #askForAll(): Promise<void> {
    this.#isAsking = true;
    while (this.#waiting.length > 0) {
      this.#asked = this.#waiting;
      this.#waiting = [];
      let refusal: Error;
      try {
        await this.#parts.ask(this.#running + this.#asked.length);
        refusal = new NoSlotError();
      } catch (error) {
        refusal = error as Error;
      }
      this.#offer();
      if (this.#asked.length > 0 && refusal instanceof NoSlotError) {
        this.#refusedMs = this.#parts.clock.monotonicMs();
        this.#refusedUntilMs = this.#refusedMs + refusedMs;
      }
      for (const { reject } of this.#asked) reject(refusal);
      this.#asked = [];
    }
    this.#isAsking = false;
  }

  #offer(): void {
    for (const waiting of [this.#asked, this.#waiting]) {
      while (waiting.length > 0 && this.tryEnter()) waiting.shift()?.resolve();
    }
    if (this.#running < this.#quota && this.#listeners.size > 0) this.#callAll();
  }

  #callAll(): void {
    this.#look?.cancel();
    this.#look = undefined;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}
