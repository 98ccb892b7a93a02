import type { OwnedLease } from "../../../../cluster/cluster.ts";
import type { Timer } from "../../../../platform/clock.ts";
import type { Partition } from "../../../../storage/database.ts";
import { LeaseLostError } from "../../../../storage/lease-lost-error.ts";
import { UnreachableStorageError } from "../../../../storage/unreachable-storage-error.ts";
import type { ServiceHost } from "../../../service.ts";
import { limits } from "../../limits.ts";
import { AdaptiveLimit } from "./adaptive-limit.ts";
import type { AttemptVerdict } from "./event-runner.ts";
import { eventStore, type StoredEvent } from "./event-store.ts";
import { EventWrites } from "./event-writes.ts";
import { deferralMs } from "./retry.ts";

const { asynchronous } = limits;
/** Rows read at a time, where their payloads are small. */
const pageRows = 500;
const watchEveryMs = 100;
const insistEveryMs = 250;
const stopGraceMs = 5_000;

export interface EventQueueParts {
  readonly host: ServiceHost;
  readonly partition: Partition;
  /** If this node has it already. */
  readonly lease: OwnedLease | undefined;
  /** Tells the node that runs the events of another one. */
  readonly wakeOwner: () => void;
  readonly attempt: (event: StoredEvent) => Promise<AttemptVerdict>;
}

/**
 * One function's asynchronous events: durable before they are acknowledged, run at once, tried again as AWS tries them. The
 * database has all of them; memory holds the next ones that are due, and is filled again from there: a scan goes through the
 * rows in the order they are due, and is begun anew for what came in behind its back.
 */
export class EventQueue {
  readonly #host: ServiceHost;
  readonly #partition: Partition;
  /** Undefined while another node runs its events. */
  #lease: OwnedLease | undefined;
  readonly #wakeOwner: () => void;
  readonly #writes: EventWrites;
  readonly #attempt: (event: StoredEvent) => Promise<AttemptVerdict>;
  /** Due, in order, not begun. */
  #ready: StoredEvent[] = [];
  #readyBytes = 0;
  /** Of every event that is ready, running or settling here. */
  readonly #known = new Set<string>();
  /** Of every event held here: how many came before it. */
  readonly #places = new WeakMap<StoredEvent, number>();
  #pushed = 0;
  #running = 0;
  #settling = 0;
  readonly #limit = new AdaptiveLimit(asynchronous.concurrency);
  #watch: Timer | undefined;
  /** There was no room for an event: nothing is begun until there may be, or until this. */
  #unblock: Timer | undefined;
  /** Looks for room, one after the other, that found none. */
  #blocks = 0;
  /** Where the scan is; undefined when all that was due has been read. */
  #scan: { dueMs: number; id: string } | undefined = scanStart;
  /** Whether rows may have been added behind the scan. */
  #behind = false;
  #loading: Promise<void> | undefined;
  /** Those that ended while a page was read: it may have them still as they were before. */
  readonly #settled = new Set<string>();
  #averageBytes = asynchronous.queuedBytes / 64;
  #timer: Timer | undefined;
  #timerMs = Number.POSITIVE_INFINITY;
  #stopped = false;
  #isLost = false;
  #quiet = Promise.withResolvers<void>();
  #grace: Timer | undefined;

  constructor({ host, partition, lease, wakeOwner, attempt }: EventQueueParts) {
    this.#host = host;
    this.#partition = partition;
    this.#lease = lease;
    this.#wakeOwner = wakeOwner;
    this.#writes = new EventWrites(partition);
    this.#attempt = attempt;
  }

  /** Fulfilled when the event is durable. False for one that was accepted before: it is not taken twice. */
  async accept(event: StoredEvent): Promise<boolean> {
    const added = await this.#writes.add(event);
    if (!added || this.#known.has(event.id)) return added;
    if (!this.#mayBegin()) this.#wakeOwner();
    else {
      if (this.#hasRoom()) this.#push(event);
      else this.#rescan();
      this.#pump();
    }
    return true;
  }

  /** Whether the next event waits for concurrency. */
  get isBlocked(): boolean {
    return this.#unblock !== undefined;
  }

  /** Its events are this node's to run: runs what others have stored, or a former owner has left. */
  resume(lease: OwnedLease): void {
    if (this.#stopped) return;
    this.#lease = lease;
    this.#rescan();
    this.#pump();
  }

  /**
   * No new attempts; fulfilled when those in progress have ended. An event whose log cannot be stored is not waited for long: it
   * stays, and runs again after the next start.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#watch?.cancel();
    this.#unblock?.cancel();
    await this.#loading;
    this.#tellQuiet();
    await this.#quiet.promise;
    this.#grace?.cancel();
  }

  /** Another node has its events by now: what runs here goes on, but nobody waits for it, and it changes nothing. */
  lose(): void {
    this.#isLost = true;
    void this.stop();
  }

  #hasRoom(): boolean {
    return this.#ready.length < asynchronous.queuedInMemory && this.#readyBytes < asynchronous.queuedBytes;
  }

  #push(event: StoredEvent): void {
    this.#ready.push(event);
    this.#readyBytes += event.payload.length;
    this.#known.add(event.id);
    this.#places.set(event, this.#pushed++);
    this.#averageBytes += (event.payload.length - this.#averageBytes) / 16;
  }

  get isBusy(): boolean {
    return this.#running > 0 || this.#settling > 0 || (this.#ready.length > 0 && !this.#unblock);
  }

  #mayBegin(): boolean {
    return !this.#stopped && this.#lease?.isHeld() === true;
  }

  #pump(): void {
    if (!this.#mayBegin()) return;
    let begun = 0;
    while (
      !this.#unblock &&
      begun < this.#ready.length &&
      this.#running < this.#limit.current &&
      this.#running + this.#settling < asynchronous.settling
    ) {
      const event = this.#ready[begun];
      begun += 1;
      if (event) this.#begin(event);
    }
    if (begun > 0) this.#ready = this.#ready.slice(begun);
    if (this.#ready.length > 0 && this.#running >= this.#limit.current) this.#watchLimit();
    if (this.#scan && this.#ready.length < asynchronous.queuedInMemory / 2) this.#load();
  }

  /** While events wait for the limit, it is looked at again. */
  #watchLimit(): void {
    this.#watch ??= this.#host.clock.afterMachine(watchEveryMs, () => {
      this.#watch = undefined;
      if (this.#ready.length > 0 && !this.#unblock) this.#limit.waited();
      this.#pump();
    });
  }

  #begin(event: StoredEvent): void {
    this.#readyBytes -= event.payload.length;
    this.#running += 1;
    this.#attempt(event).then(
      (verdict) => this.#ended(event, verdict),
      (error: unknown) => this.#lost(event, error),
    );
  }

  #ended(event: StoredEvent, verdict: AttemptVerdict): void {
    if (verdict.kind !== "blocked" && verdict.durationMs !== undefined) {
      this.#limit.ended(verdict.durationMs, this.#running);
    }
    this.#running -= 1;
    if (verdict.kind === "blocked") this.#block(event, verdict);
    else {
      this.#blocks = 0;
      this.#settling += 1;
      this.#settle(event, verdict)
        .catch((error: unknown) => this.#report(event, error))
        .finally(() => {
          this.#settling -= 1;
          this.#afterWork();
        });
    }
    this.#afterWork();
  }

  /**
   * Keeps the event in its place and waits. Its age goes on: at its end it is looked at again. It is, too, after delays that grow
   * from 1 second to 5 minutes, as AWS does it, so that nothing depends on somebody's calling back.
   */
  #block(event: StoredEvent, { onRoom, roomAtMs, expiresMs }: Extract<AttemptVerdict, { kind: "blocked" }>): void {
    // Several are begun at once and find no room one after the other: the oldest is to be the first again.
    const place = this.#placeOf(event);
    let index = 0;
    for (let next = this.#ready[0]; next && this.#placeOf(next) < place; next = this.#ready[index]) index += 1;
    this.#ready.splice(index, 0, event);
    this.#readyBytes += event.payload.length;
    if (this.#unblock || this.#stopped) return;
    const lookMs = roomAtMs ?? this.#host.clock.nowMs() + deferralMs(++this.#blocks);
    this.#unblock = this.#host.clock.at(Math.min(lookMs, expiresMs), this.#look);
    onRoom(this.#look);
  }

  #placeOf(event: StoredEvent): number {
    return this.#places.get(event) ?? 0;
  }

  /** One function for every look, which who calls it back knows again: a queue that waits for a week waits once. */
  readonly #look = (): void => {
    this.#unblock?.cancel();
    this.#unblock = undefined;
    this.#pump();
  };

  async #settle(event: StoredEvent, verdict: Exclude<AttemptVerdict, { kind: "blocked" }>): Promise<void> {
    const lease = this.#lease;
    if (!lease) throw new Error("an event has run without a lease");
    // The write would be refused; but what the event leads to must not be done either.
    if (this.#isLost || !this.#host.nodes.holds()) throw new LeaseLostError(lease.name);
    if (verdict.kind === "done") {
      const effects = await verdict.settle();
      await this.#insist(() => this.#writes.remove(event.id, effects, lease));
    } else {
      await verdict.settle();
      await this.#insist(() => this.#writes.postpone(verdict.next, lease));
    }
    this.#known.delete(event.id);
    if (this.#loading) this.#settled.add(event.id);
    if (verdict.kind === "again") this.#wakeAt(verdict.next.dueMs);
  }

  /** What has ended must not run again because the database was away just then. */
  async #insist(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!(error instanceof UnreachableStorageError)) throw error;
        await new Promise<void>((resolve) => this.#host.clock.afterMachine(insistEveryMs, resolve));
      }
    }
  }

  /** Its row is still there: it is read and tried again. */
  #lost(event: StoredEvent, error: unknown): void {
    this.#running -= 1;
    this.#report(event, error);
    this.#afterWork();
  }

  #report(event: StoredEvent, error: unknown): void {
    this.#known.delete(event.id);
    if (error instanceof LeaseLostError) {
      this.#host.log.warn("an asynchronous event is another server's by now: what became of it here counts no more", {
        id: event.id,
        error: error.message,
      });
      return;
    }
    this.#wakeAt(this.#host.clock.nowMs() + 1_000);
    this.#host.log.error("an asynchronous event could not be finished", { id: event.id, error: String(error) });
  }

  #afterWork(): void {
    if (this.#stopped) this.#tellQuiet();
    this.#pump();
  }

  #tellQuiet(): void {
    if (this.#running > 0) return;
    if (this.#settling === 0) this.#quiet.resolve();
    else this.#grace ??= this.#host.clock.afterMachine(stopGraceMs, this.#quiet.resolve);
  }

  #rescan(): void {
    if (this.#scan) this.#behind = true;
    else this.#scan = scanStart;
  }

  #wakeAt(atMs: number): void {
    if (this.#stopped || atMs >= this.#timerMs) return;
    this.#timer?.cancel();
    this.#timerMs = atMs;
    this.#timer = this.#host.clock.at(atMs, () => {
      this.#timerMs = Number.POSITIVE_INFINITY;
      this.#rescan();
      this.#pump();
    });
  }

  #load(): void {
    this.#loading ??= this.#readPage()
      .catch((error: unknown) => {
        this.#host.log.error("asynchronous events could not be read", { error: String(error) });
        this.#scan = undefined;
        this.#wakeAt(this.#host.clock.nowMs() + 1_000);
      })
      .finally(() => {
        this.#loading = undefined;
        this.#pump();
      });
  }

  async #readPage(): Promise<void> {
    const from = this.#scan ?? scanStart;
    const bySize = Math.floor(asynchronous.queuedBytes / Math.max(1, this.#averageBytes));
    const limit = Math.max(1, Math.min(pageRows, bySize));
    this.#settled.clear();
    const events = await this.#partition.read((tx) => eventStore.list(tx, from, limit));
    const nowMs = this.#host.clock.nowMs();
    for (const event of events) {
      if (event.dueMs > nowMs) {
        this.#wakeAt(event.dueMs);
        return this.#endScan();
      }
      if (!this.#known.has(event.id) && !this.#settled.has(event.id)) {
        // Read in part: what is left is read when there is room.
        if (!this.#hasRoom()) return;
        this.#push(event);
      }
      this.#scan = { dueMs: event.dueMs, id: event.id };
    }
    if (events.length < limit) this.#endScan();
  }

  #endScan(): void {
    this.#scan = this.#behind ? scanStart : undefined;
    this.#behind = false;
  }
}

const scanStart = { dueMs: -1, id: "" } as const;
