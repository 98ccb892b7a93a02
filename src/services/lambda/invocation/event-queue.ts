import type { Timer } from "../../../platform/clock.ts";
import type { Partition } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { addEvent, listEvents, postponeEvent, removeEvent, type StoredEvent } from "./event-store.ts";
import { nextAttempt } from "./retry.ts";

/** How one attempt ended: `deferred` if the platform could not run the function at all. */
export type Attempt = "succeeded" | "failed" | "deferred";

/**
 * One function's asynchronous events: durable before they are acknowledged, run at once, tried again as AWS tries them. The
 * database has all of them; memory holds the next ones, in the order they are due, and is filled again from there.
 */
export class EventQueue {
  readonly #host: ServiceHost;
  readonly #partition: Partition;
  readonly #attempt: (event: StoredEvent) => Promise<Attempt>;
  readonly #waiting = new Map<string, StoredEvent>();
  readonly #running = new Set<string>();
  /** Whether the database may hold events that are neither waiting nor running here. */
  #moreStored = true;
  #loading: Promise<void> | undefined;
  #timer: Timer | undefined;
  #stopped = false;
  #quiet = Promise.withResolvers<void>();

  constructor(host: ServiceHost, partition: Partition, attempt: (event: StoredEvent) => Promise<Attempt>) {
    this.#host = host;
    this.#partition = partition;
    this.#attempt = attempt;
  }

  /** Fulfilled when the event is durable. One that is there already is not taken twice. */
  async accept(event: StoredEvent): Promise<void> {
    const added = await this.#partition.write((tx) => addEvent(tx, event));
    if (!added) return;
    if (this.#waiting.size >= limits.asynchronous.queuedInMemory) this.#moreStored = true;
    else if (!this.#running.has(event.id)) this.#waiting.set(event.id, event);
    this.#wake();
  }

  /** Runs what was left from before. */
  resume(): void {
    this.#wake();
  }

  /** No new attempts; fulfilled when those in progress have ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#loading;
    if (this.#running.size > 0) await this.#quiet.promise;
  }

  #wake(): void {
    if (this.#stopped) return;
    const nowMs = this.#host.clock.nowMs();
    for (const event of this.#waiting.values()) {
      if (this.#running.size >= limits.asynchronous.concurrency) return;
      if (event.dueMs <= nowMs) this.#run(event);
    }
    if (this.#moreStored && this.#waiting.size < limits.asynchronous.queuedInMemory / 2) this.#load();
    this.#wakeAtNextDue();
  }

  #run(event: StoredEvent): void {
    this.#waiting.delete(event.id);
    this.#running.add(event.id);
    void this.#finish(event).finally(() => {
      this.#running.delete(event.id);
      if (this.#stopped && this.#running.size === 0) this.#quiet.resolve();
      this.#wake();
    });
  }

  async #finish(event: StoredEvent): Promise<void> {
    try {
      const attempt = await this.#attempt(event);
      const next = attempt === "succeeded" ? undefined : nextAttempt(event, attempt, this.#host.clock.nowMs());
      await this.#partition.write((tx) => (next ? postponeEvent(tx, next) : removeEvent(tx, event.id)));
      if (next) this.#waiting.set(next.id, next);
    } catch (error) {
      // Its row is still there: it is read and tried again.
      this.#moreStored = true;
      this.#host.log.error("an asynchronous event could not be finished", { id: event.id, error: String(error) });
    }
  }

  #load(): void {
    this.#loading ??= this.#readPage().finally(() => {
      this.#loading = undefined;
      this.#wake();
    });
  }

  async #readPage(): Promise<void> {
    const page = limits.asynchronous.queuedInMemory;
    const known = this.#waiting.size + this.#running.size;
    // At most `known` of the rows read are known already, so a page beyond their number shows a page that is not.
    const events = await this.#partition.read((tx) => listEvents(tx, { dueMs: -1, id: "" }, known + page));
    this.#moreStored = events.length === known + page;
    for (const event of events) {
      if (this.#running.has(event.id) || this.#waiting.has(event.id)) continue;
      if (this.#waiting.size >= page) {
        this.#moreStored = true;
        return;
      }
      this.#waiting.set(event.id, event);
    }
  }

  #wakeAtNextDue(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    let dueMs = Number.POSITIVE_INFINITY;
    for (const event of this.#waiting.values()) dueMs = Math.min(dueMs, event.dueMs);
    if (Number.isFinite(dueMs)) this.#timer = this.#host.clock.at(dueMs, () => this.#wake());
  }
}
