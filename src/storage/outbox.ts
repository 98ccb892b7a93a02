import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Effect, Outbox, PartitionKey } from "./database.ts";
import { fromKeyText } from "./partition-key.ts";

/** Effects of one partition and topic: they are delivered in the order of their commits, one at a time. */
export interface QueueId {
  /** The partition, as `keyText` writes it. An effect outlives its partition, so the key stands in the row. */
  readonly source: string;
  readonly topic: string;
}

/** Where an engine keeps the outbox. */
export interface OutboxTable {
  /** The first queue with rows that comes after the one given, in any fixed order. */
  nextQueue(after: QueueId | undefined): Promise<QueueId | undefined>;
  /** The first rows of a queue, in the order of commits. */
  page(queue: QueueId, limit: number): Promise<OutboxRow[]>;
  /** Deletes the rows of a queue up to that position. */
  remove(queue: QueueId, upToPosition: number): Promise<void>;
  /** False while another process delivers this queue. */
  claim(queue: QueueId): Promise<boolean>;
  unclaim(queue: QueueId): Promise<void>;
  /** How often to look for what other processes have left, by the machine's time. Undefined where there are none. */
  readonly pollMs: number | undefined;
}

export interface OutboxRow {
  readonly position: number;
  readonly id: string;
  readonly payload: string;
}

type Deliver = (effect: Effect, from: PartitionKey) => Promise<void>;

/** A queue that has, or may have, rows. */
interface Queue extends QueueId {
  readonly key: string;
  /** An effect was committed since the last page was read. */
  woken: boolean;
  /** Deliveries that have failed one after the other. */
  failures: number;
  retry: Timer | undefined;
}

const mostDeliveries = 64;
const pageRows = 100;
/** Queues held in memory. What is beyond stays in the table and is found when some of these are empty. */
const mostQueues = 10_000;
const firstRetryMs = 1_000;
const longestRetryMs = 300_000;

/** Delivers the rows of an engine's outbox. Memory holds names of queues and, for each one being delivered, a page of rows. */
export class TableOutbox implements Outbox {
  readonly #table: OutboxTable;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #queues = new Map<string, Queue>();
  readonly #ready = new Set<Queue>();
  #deliver: Deliver | undefined;
  #delivering = 0;
  #overflowed = false;
  #scanning: Promise<void> | undefined;
  #poll: Timer | undefined;
  #idle: (() => void)[] = [];

  constructor(table: OutboxTable, clock: Clock, log: Log) {
    this.#table = table;
    this.#clock = clock;
    this.#log = log;
  }

  async start(deliver: Deliver): Promise<void> {
    if (this.#deliver) throw new Error("the outbox has been started already");
    this.#deliver = deliver;
    this.#schedulePoll();
    await this.#scan();
  }

  /** The engine calls it after a commit, before the write's promise is fulfilled. */
  wake(source: string, topics: Iterable<string>): void {
    for (const topic of topics) this.#wakeQueue({ source, topic });
  }

  async idle(): Promise<void> {
    while (!this.#isIdle()) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async stop(): Promise<void> {
    this.#deliver = undefined;
    this.#poll?.cancel();
    this.forget();
    while (this.#delivering > 0 || this.#scanning) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Drops what is known of the table: it has been emptied. */
  forget(): void {
    for (const { retry } of this.#queues.values()) retry?.cancel();
    this.#queues.clear();
    this.#ready.clear();
    this.#overflowed = false;
  }

  #wakeQueue(id: QueueId): void {
    if (!this.#deliver) return;
    const key = `${id.topic}\n${id.source}`;
    const known = this.#queues.get(key);
    if (known) known.woken = true;
    else if (this.#queues.size >= mostQueues) this.#overflowed = true;
    else {
      const queue: Queue = { ...id, key, woken: true, failures: 0, retry: undefined };
      this.#queues.set(key, queue);
      this.#makeReady(queue);
    }
  }

  #makeReady(queue: Queue): void {
    this.#ready.add(queue);
    this.#fill();
  }

  #fill(): void {
    for (const queue of this.#ready) {
      if (this.#delivering >= mostDeliveries) return;
      this.#ready.delete(queue);
      this.#delivering++;
      void this.#turn(queue);
    }
  }

  /** One page of one queue; then the others have their turn. */
  async #turn(queue: Queue): Promise<void> {
    try {
      await this.#deliverPage(queue);
      queue.failures = 0;
    } catch (error) {
      this.#postpone(queue, error);
    }
    this.#delivering--;
    this.#fill();
    this.#refill();
    if (this.#deliver === undefined || this.#isIdle()) this.#tellIdle();
  }

  async #deliverPage(queue: Queue): Promise<void> {
    if (!(await this.#table.claim(queue))) return this.#leave(queue);
    try {
      queue.woken = false;
      const rows = await this.#table.page(queue, pageRows);
      if (rows.length > 0) await this.#deliverRows(queue, rows);
      if (rows.length < pageRows && !queue.woken) this.#leave(queue);
      else if (this.#queues.get(queue.key) === queue) this.#ready.add(queue);
    } finally {
      await this.#table.unclaim(queue);
    }
  }

  async #deliverRows(queue: Queue, rows: readonly OutboxRow[]): Promise<void> {
    const removal = new Removal((upTo) => this.#table.remove(queue, upTo));
    const from = fromKeyText(queue.source);
    try {
      for (const { position, id, payload } of rows) {
        if (!this.#deliver) return;
        await this.#deliver({ topic: queue.topic, id, payload }, from);
        queue.failures = 0;
        removal.upTo(position);
      }
    } finally {
      await removal.done();
    }
  }

  #leave(queue: Queue): void {
    if (this.#queues.get(queue.key) === queue) this.#queues.delete(queue.key);
  }

  #postpone(queue: Queue, error: unknown): void {
    if (this.#queues.get(queue.key) !== queue) return;
    const delayMs = Math.min(firstRetryMs * 2 ** queue.failures, longestRetryMs);
    queue.failures++;
    this.#log.warn("an effect was not delivered and will be again", {
      topic: queue.topic,
      failures: queue.failures,
      delayMs,
      error: error instanceof Error ? error.message : String(error),
    });
    queue.retry = this.#clock.after(delayMs, () => {
      queue.retry = undefined;
      this.#makeReady(queue);
    });
  }

  /** Looks for the queues that did not fit, once there's room. */
  #refill(): void {
    if (this.#overflowed && this.#queues.size < mostQueues / 2 && this.#deliver) void this.#scan();
  }

  #scan(): Promise<void> {
    this.#scanning ??= this.#scanTable()
      .catch((error: unknown) => {
        // What was not found now is found by the next scan.
        this.#overflowed = true;
        this.#log.error("the outbox could not be read", { error: String(error) });
      })
      .finally(() => {
        this.#scanning = undefined;
        if (this.#deliver === undefined || this.#isIdle()) this.#tellIdle();
      });
    return this.#scanning;
  }

  async #scanTable(): Promise<void> {
    this.#overflowed = false;
    let last: QueueId | undefined;
    while (this.#deliver && this.#queues.size < mostQueues) {
      last = await this.#table.nextQueue(last);
      if (!last) return;
      this.#wakeQueue(last);
    }
    this.#overflowed = true;
  }

  #schedulePoll(): void {
    if (this.#table.pollMs === undefined) return;
    this.#poll = this.#clock.afterMachine(this.#table.pollMs, () => {
      void this.#scan().then(() => {
        if (this.#deliver) this.#schedulePoll();
      });
    });
  }

  #isIdle(): boolean {
    return this.#delivering === 0 && this.#ready.size === 0 && !this.#scanning;
  }

  #tellIdle(): void {
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

/** Deletes delivered rows behind the deliveries: while one deletion is committed the next gathers. */
class Removal {
  readonly #remove: (upTo: number) => Promise<void>;
  #upTo = 0;
  #removing: Promise<void> | undefined;

  constructor(remove: (upTo: number) => Promise<void>) {
    this.#remove = remove;
  }

  upTo(position: number): void {
    this.#upTo = position;
    this.#removing ??= this.#run();
    // `done` reports it.
    this.#removing.catch(() => {});
  }

  async done(): Promise<void> {
    await this.#removing;
  }

  async #run(): Promise<void> {
    let removed: number;
    do {
      removed = this.#upTo;
      await this.#remove(removed);
    } while (removed < this.#upTo);
    this.#removing = undefined;
  }
}
