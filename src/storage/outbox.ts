import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { type Deliver, DeliverLater, type OrderOf, type Outbox, type Parked } from "./database.ts";
import { type Chain, Chains } from "./outbox-chains.ts";
import { OutboxRemoval } from "./outbox-removal.ts";
import { fromKeyText } from "./partition-key.ts";

/** Effects of one partition and topic: they are delivered in the order of their commits, one at a time (see `OrderOf`). */
export interface QueueId {
  /** The partition, as `keyText` writes it. An effect outlives its partition, so the key stands in the row. */
  readonly source: string;
  readonly topic: string;
}

/** Where an engine keeps the outbox. */
export interface OutboxTable {
  /** The first queue with rows that comes after the one given, in any fixed order. */
  nextQueue(after: QueueId | undefined): Promise<QueueId | undefined>;
  /** The rows of a queue after a position, in the order of commits. */
  page(queue: QueueId, after: number, limit: number): Promise<OutboxRow[]>;
  row(queue: QueueId, position: number): Promise<OutboxRow | undefined>;
  /** Deletes the rows of a queue up to that position, without those that are set aside. */
  remove(queue: QueueId, upToPosition: number, except: readonly number[]): Promise<void>;
  removeRow(queue: QueueId, position: number): Promise<void>;
  /** Moves a row among the parked, of which there are at most `most`: the oldest give way. Gives how many did. */
  park(
    queue: QueueId,
    row: OutboxRow,
    as: Pick<Parked, "failures" | "reason" | "parkedMs">,
    most: number,
  ): Promise<number>;
  /** By their ids. */
  listParked(after: string, limit: number): Promise<(Omit<Parked, "from"> & QueueId)[]>;
  countParked(): Promise<number>;
  /** Puts a parked row at the end of its queue. Undefined if it is gone. */
  unpark(id: string): Promise<QueueId | undefined>;
  dropParked(id: string): Promise<boolean>;
  /** False while another process delivers this queue. */
  claim(queue: QueueId): Promise<boolean>;
  /** Whether it is still so: asked before each delivery. */
  isClaimed(queue: QueueId): boolean;
  unclaim(queue: QueueId): Promise<void>;
  /** How often to look for what other processes have left, by the machine's time. Undefined where there are none. */
  readonly pollMs: number | undefined;
}

export interface OutboxRow {
  readonly position: number;
  readonly id: string;
  readonly payload: string;
}

/** A queue that has, or may have, rows. */
interface Queue extends QueueId {
  readonly key: string;
  /** An effect was committed since the last page was read. */
  woken: boolean;
  /** What is up to here is delivered or set aside. */
  cursor: number;
  readonly chains: Chains;
  /** How often the table could not be read or written, one time after the other. */
  failures: number;
  retry: Timer | undefined;
}

const mostDeliveries = 64;
const pageRows = 100;
/** Queues held in memory. What is beyond stays in the table and is found when some of these are empty. */
const mostQueues = 10_000;
const firstRetryMs = 1_000;
const longestRetryMs = 300_000;
/** Then an effect is parked: some 19 minutes after its first delivery. */
const mostFailures = 12;
const mostParked = 10_000;
const longestReason = 1_000;

/**
 * Delivers the rows of an engine's outbox. Memory holds names of queues and, for each one being delivered, a page of rows. What
 * fails is set aside with what must not overtake it (decision 21), so that it holds up nothing else, and is parked in the end.
 */
export class TableOutbox implements Outbox {
  readonly #table: OutboxTable;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #queues = new Map<string, Queue>();
  readonly #ready = new Set<Queue>();
  #deliver: Deliver | undefined;
  #orderOf: OrderOf = () => "";
  #atOnceOf: (topic: string) => number = () => 1;
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

  async start(
    deliver: Deliver,
    orderOf: OrderOf = () => "",
    atOnceOf: (topic: string) => number = () => 1,
  ): Promise<void> {
    if (this.#deliver) throw new Error("the outbox has been started already");
    this.#deliver = deliver;
    this.#orderOf = orderOf;
    this.#atOnceOf = atOnceOf;
    this.#schedulePoll();
    await this.#scan();
  }

  /** The engine calls it after a commit, before the write's promise is fulfilled. */
  wake(source: string, topics: Iterable<string>): void {
    for (const topic of topics) this.#wakeQueue({ source, topic }, true);
  }

  async parked(after: string, limit: number): Promise<Parked[]> {
    const rows = await this.#table.listParked(after, limit);
    return rows.map(({ source, ...row }) => ({ ...row, from: fromKeyText(source) }));
  }

  async retryParked(id: string): Promise<boolean> {
    const queue = await this.#table.unpark(id);
    if (queue) this.#wakeQueue(queue, true);
    return queue !== undefined;
  }

  dropParked(id: string): Promise<boolean> {
    return this.#table.dropParked(id);
  }

  async counts(): Promise<{ retrying: number; parked: number }> {
    let retrying = 0;
    for (const { chains } of this.#queues.values()) retrying += chains.size;
    return { retrying, parked: await this.#table.countParked() };
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

  /** The table can be read again: what could not be is read now, whatever it was put off to. */
  resumeAll(): void {
    for (const queue of this.#queues.values()) if (queue.retry && queue.failures > 0) this.#resume(queue);
    if (this.#deliver) void this.#scan();
  }

  /** One that only waits for what is set aside has its turn when something `isNew`. */
  #wakeQueue(id: QueueId, isNew: boolean): void {
    if (!this.#deliver) return;
    const key = `${id.topic}\n${id.source}`;
    const known = this.#queues.get(key);
    if (known) {
      known.woken = true;
      if (isNew && known.retry && known.failures === 0 && !known.chains.isFull) this.#resume(known);
    } else if (this.#queues.size >= mostQueues) this.#overflowed = true;
    else {
      const queue: Queue = { ...id, key, woken: true, cursor: 0, chains: new Chains(), failures: 0, retry: undefined };
      this.#queues.set(key, queue);
      this.#makeReady(queue);
    }
  }

  #resume(queue: Queue): void {
    queue.retry?.cancel();
    queue.retry = undefined;
    this.#makeReady(queue);
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
      await this.#retryDue(queue);
      let mayHaveMore = false;
      if (!queue.chains.isFull) {
        queue.woken = false;
        const rows = await this.#table.page(queue, queue.cursor, pageRows);
        if (rows.length > 0) await this.#deliverAll(queue, rows);
        mayHaveMore = rows.length === pageRows || queue.woken;
      }
      this.#settle(queue, mayHaveMore && !queue.chains.isFull);
    } catch (error) {
      // What was delivered and not removed is found again.
      queue.cursor = 0;
      throw error;
    } finally {
      await this.#table.unclaim(queue);
    }
  }

  /** Another turn, a rest until what is set aside is due, or the end. */
  #settle(queue: Queue, mayHaveMore: boolean): void {
    if (this.#queues.get(queue.key) !== queue) return;
    const dueMs = queue.chains.nextDueMs;
    if (mayHaveMore || dueMs <= this.#clock.nowMs()) this.#ready.add(queue);
    else if (queue.chains.isEmpty) this.#queues.delete(queue.key);
    else queue.retry = this.#clock.at(dueMs, () => this.#resume(queue));
  }

  #deliverAll(queue: Queue, rows: readonly OutboxRow[]): Promise<void> {
    const atOnce = this.#atOnceOf(queue.topic);
    return atOnce > 1 && rows.length > 1 ? this.#deliverTogether(queue, rows, atOnce) : this.#deliverRows(queue, rows);
  }

  /** The rows of each order one by one, and so many orders at the same time; what is delivered is removed when all have ended. */
  async #deliverTogether(queue: Queue, rows: readonly OutboxRow[], atOnce: number): Promise<void> {
    const { chains, topic } = queue;
    const orderOf = ({ id, payload }: OutboxRow) => this.#orderOf({ topic, id, payload });
    const waiting = rows.filter(({ position }) => !chains.holds(position));
    const orders = [...Map.groupBy(waiting, orderOf).values()];
    const done: number[] = [];
    let next = 0;
    let left = false;
    const work = async () => {
      for (let order = orders[next++]; order; order = orders[next++])
        for (const row of order) {
          left ||= !this.#deliver || chains.isFull || !this.#table.isClaimed(queue);
          if (left) return;
          if (await this.#deliverRow(queue, row)) done.push(row.position);
        }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, orders.length) }, work));
    if (left) {
      for (const position of done) await this.#table.removeRow(queue, position);
      return this.#checkClaim(queue);
    }
    const last = rows.at(-1)?.position ?? queue.cursor;
    await this.#table.remove(queue, last, chains.positions());
    queue.cursor = last;
  }

  async #deliverRows(queue: Queue, rows: readonly OutboxRow[]): Promise<void> {
    const { chains } = queue;
    const removal = new OutboxRemoval((upTo) => this.#table.remove(queue, upTo, chains.positions()));
    try {
      for (const row of rows) {
        if (!this.#deliver || chains.isFull) return;
        this.#checkClaim(queue);
        if (!chains.holds(row.position) && (await this.#deliverRow(queue, row))) removal.upTo(row.position);
        queue.cursor = row.position;
      }
    } finally {
      await removal.done();
    }
  }

  /** After a standstill another node may be at work with it; that is left to it. */
  #checkClaim(queue: Queue): void {
    if (!this.#table.isClaimed(queue)) throw new Error("another server may deliver them by now");
  }

  /** False for one that is set aside. */
  async #deliverRow(queue: Queue, row: OutboxRow): Promise<boolean> {
    const orderOf = () => this.#orderOf({ topic: queue.topic, id: row.id, payload: row.payload });
    const chain = queue.chains.isEmpty ? undefined : queue.chains.of(orderOf());
    if (chain) {
      queue.chains.append(chain, row.position);
      return false;
    }
    const failure = await this.#attempt(queue, row);
    if (!failure) return true;
    const begun = queue.chains.begin(orderOf(), row.position, 0);
    this.#postponeChain(queue, begun, failure);
    return false;
  }

  async #retryDue(queue: Queue): Promise<void> {
    for (const chain of queue.chains.due(this.#clock.nowMs())) {
      while (chain.positions.length > 0 && chain.dueMs <= this.#clock.nowMs()) {
        if (!this.#deliver) return;
        this.#checkClaim(queue);
        await this.#retryChain(queue, chain);
      }
    }
  }

  async #retryChain(queue: Queue, chain: Chain): Promise<void> {
    const position = chain.positions[0] as number;
    const row = await this.#table.row(queue, position);
    const failure = row && (await this.#attempt(queue, row));
    if (!failure) await this.#table.removeRow(queue, position);
    else if (++chain.failures < mostFailures) return this.#postponeChain(queue, chain, failure);
    else await this.#park(queue, row, chain.failures, failure.message);
    queue.chains.advance(chain);
  }

  /** Gives why it has to be tried again. */
  async #attempt({ topic, source }: QueueId, { id, payload }: OutboxRow): Promise<Error | undefined> {
    try {
      await this.#deliver?.({ topic, id, payload }, fromKeyText(source));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #postponeChain({ topic }: Queue, chain: Chain, failure: Error): void {
    const delayMs = Math.min(firstRetryMs * 2 ** (chain.failures - 1), longestRetryMs);
    const atMs = this.#clock.nowMs() + delayMs;
    chain.dueMs = failure instanceof DeliverLater ? Math.max(failure.atMs ?? atMs, atMs) : atMs;
    const { failures } = chain;
    this.#log.warn("an effect was not delivered and will be again", {
      topic,
      failures,
      delayMs,
      error: failure.message,
    });
  }

  async #park(queue: Queue, row: OutboxRow, failures: number, reason: string): Promise<void> {
    const { topic } = queue;
    const as = { failures, reason: reason.slice(0, longestReason), parkedMs: this.#clock.nowMs() };
    const gaveWay = await this.#table.park(queue, row, as, mostParked);
    this.#log.error("an effect is parked: it failed too often (squall parked)", {
      topic,
      id: row.id,
      failures,
      reason,
    });
    if (gaveWay > 0)
      this.#log.error("parked effects are dropped for later ones", { dropped: gaveWay, most: mostParked });
  }

  #leave(queue: Queue): void {
    if (this.#queues.get(queue.key) === queue) this.#queues.delete(queue.key);
  }

  /** The table itself could not be read or written. */
  #postpone(queue: Queue, error: unknown): void {
    if (this.#queues.get(queue.key) !== queue) return;
    const delayMs = Math.min(firstRetryMs * 2 ** queue.failures, longestRetryMs);
    queue.failures++;
    this.#log.warn("effects could not be delivered and will be again", {
      topic: queue.topic,
      failures: queue.failures,
      delayMs,
      error: error instanceof Error ? error.message : String(error),
    });
    queue.retry = this.#clock.after(delayMs, () => this.#resume(queue));
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
      this.#wakeQueue(last, false);
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
