import type { TimerOwnership } from "./timer-ownership.ts";

/**
 * The database port. Two engines stand behind it: SQLite inside the process, PostgreSQL outside; `contract.ts` is the one
 * suite both pass.
 *
 * A partition is all the rows of one resource. A transaction touches exactly one partition and every table's primary key
 * begins with the partition, so a partition can live on any database: that one rule is the whole of our sharding.
 */
export interface Database {
  readonly engine: "sqlite" | "postgres";
  /** What keeps it from working now, as a sentence for whoever runs Squall. An engine inside the process has none. */
  readonly trouble?: () => string | undefined;
  /** Brings the schema up to date: runs, in order and once, each migration of each set that has not run. */
  migrate(sets: readonly MigrationSet[]): Promise<void>;
  /** The partition need not exist: the first write makes it. */
  partition(key: PartitionKey): Partition;
  /**
   * Keys of the partitions of a kind that have been written to, in key order; a page of at most `limit` after `after`. Who wants
   * all of them asks `eachPartition`, which knows no limit.
   */
  listPartitions(kind: string, page: { after?: PartitionKey; limit: number }): Promise<PartitionKey[]>;
  readonly outbox: Outbox;
  readonly timers: Timers;
  /** Undefined where the engine has no disk of its own to care for. */
  readonly reserve?: Reserve;
  /** Undefined where rows are no good place for blobs. */
  readonly smallBlobs?: SmallBlobs;
  /** Empties every table, the outbox and the timers; the schema stays. */
  reset(): Promise<void>;
  /** Finishes the writes already handed in, then closes. */
  close(): Promise<void>;
}

/** Room on the disk that is held back for deletions, for they write before they give any. */
export interface Reserve {
  /** Holds back so many bytes from now on, or again. False if there is no room for them. */
  fill(bytes: number): Promise<boolean>;
}

/**
 * Blobs of a few KiB, kept in the database. One is there when its write is fulfilled, and on the disk when anything is that is written to the
 * database afterwards, as the row that names it.
 */
export interface SmallBlobs {
  readonly mostBytes: number;
  /** Whether a blob of that name would be here. */
  owns(name: string): boolean;
  /** Gives its name. */
  write(bytes: Uint8Array, nowMs: number): Promise<string>;
  read(name: string): Promise<Buffer | undefined>;
  delete(names: readonly string[]): Promise<void>;
  list(writtenBeforeMs: number): AsyncIterable<string>;
  reset(): Promise<void>;
}

/** Names one resource. Global resources leave `region` (and, if need be, `account`) empty. No part holds a NUL. */
export interface PartitionKey {
  readonly account: string;
  readonly region: string;
  /** The service's noun: `lambda.functions`, `s3.bucket`. */
  readonly kind: string;
  readonly name: string;
}

export interface Partition {
  readonly key: PartitionKey;
  /** Sees the last committed state; never waits for a writer. */
  read<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T>;
  /**
   * Serial within the partition. Writes that wait at the same time share one commit (group commit), and the promise is
   * settled only when that commit is durable, and what it rests on. `work` has no side effects outside `tx`, awaits nothing but `tx`, and may
   * be run again. If it throws, nothing it did remains, and other writes of the same commit are untouched. A statement that
   * fails (a key that is there already) fails the write, even if `work` catches the error: ask first.
   */
  write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T>;
  /**
   * Removes the partition with its rows: when it is fulfilled nobody finds one. Their room is given back afterwards, a few rows at a
   * time, so that a partition of a million rows holds up nobody.
   */
  drop(): Promise<void>;
}

export interface ReadTransaction {
  all<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R[]>;
  get<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R | undefined>;
}

export interface WriteTransaction extends ReadTransaction {
  /**
   * Does not say what it did, so that it need not be waited for: what follows sees it, and if it fails so does the write. An engine
   * behind a network sends it along with what comes next.
   */
  run<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): Promise<void>;
  /** The same, and gives the number of rows that it changed. */
  change<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): Promise<number>;
  /** The partition's next sequence number: 1, 2, 3, … without gaps among committed transactions. */
  nextSequence(): Promise<number>;
  /** Records an effect on another partition in this commit. Delivered at least once after the commit. */
  emit(effect: Effect): Promise<void>;
  /**
   * Sets a timer in this commit. One of its kind and key that is set already is set anew, and what it was to do is not done any more: a firing
   * under way does not settle.
   */
  setTimer(timer: TimerSetting): Promise<void>;
  /** Takes a timer back, as if it had never been set. Nothing happens if there is none. */
  cancelTimer(kind: string, key: string): Promise<void>;
}

export type SqlValue = string | number | boolean | null | Uint8Array;
export type Parameters = Readonly<Record<string, SqlValue>>;

/** Made by `sql` in `statement.ts`. The phantom members carry the types only. */
export interface Statement<P extends Parameters, R> {
  readonly text: string;
  readonly __parameters?: P;
  readonly __row?: R;
}

/** One service's migrations, in order. Never edit one that has been released: add another. */
export interface MigrationSet {
  readonly name: string;
  readonly migrations: readonly Migration[];
}

/**
 * SQL both engines take: types TEXT, BIGINT, BLOB and DOUBLE PRECISION (the PostgreSQL engine writes BYTEA for BLOB and
 * compares TEXT by bytes, as SQLite does). Integers of 64 bits, counts and sums come back as numbers from both; one beyond 2^53 is refused.
 * Each table has a column `partition BIGINT NOT NULL` that begins its primary key.
 */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Work that follows a commit, in another partition. The receiver de-duplicates by `id`. */
export interface Effect {
  /** `service.effect-name`, as the receiving service declares it. */
  readonly topic: string;
  /** Unique for ever, a UUID; the same when the delivery is repeated. */
  readonly id: string;
  /** JSON. */
  readonly payload: string;
}

/** Fulfilled when the effect is done with. Rejects if it may work later: with `DeliverLater` where it is known when. */
export type Deliver = (effect: Effect, from: PartitionKey) => Promise<void>;

/** Effects of one partition and topic that have the same order must not overtake one another, even if one fails. */
export type OrderOf = (effect: Effect) => string;

/** Thrown by a delivery that knows when it is worth another try. */
export class DeliverLater extends Error {
  readonly atMs: number | undefined;

  constructor(reason: string, atMs?: number) {
    super(reason);
    this.name = "DeliverLater";
    this.atMs = atMs;
  }
}

/** An effect that failed too often. It is kept until somebody has it delivered or drops it. */
export interface Parked extends Effect {
  readonly from: PartitionKey;
  readonly failures: number;
  /** Why the last delivery failed. */
  readonly reason: string;
  readonly parkedMs: number;
}

export interface Outbox {
  /**
   * Starts delivering: what was left from before first, then each effect as soon as its commit is durable (a wake-up, not a
   * poll). Effects of one partition and topic are delivered in the order of their commits, those of different ones
   * concurrently. A delivery that rejects is repeated with growing delays (1 s up to 5 minutes, by the injected clock) while
   * those of another order go on (without `orderOf` all have one), and after the twelfth time the effect is parked. With `atOnceOf` so many effects of a
   * partition and topic are delivered at the same time, those of one order still one after the other.
   */
  start(deliver: Deliver, orderOf?: OrderOf, atOnceOf?: (topic: string) => number): Promise<void>;
  /** Parked effects by their ids, at most `limit` after `after` (`""` is the start). */
  parked(after: string, limit: number): Promise<Parked[]>;
  /** Has a parked effect delivered again. False if it is not there. */
  retryParked(id: string): Promise<boolean>;
  /** Forgets a parked effect. False if it is not there. */
  dropParked(id: string): Promise<boolean>;
  /** Effects whose delivery failed and is to be repeated, and parked ones. */
  counts(): Promise<{ readonly retrying: number; readonly parked: number }>;
  /** Resolves when nothing that is due is waiting or being delivered. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Something to be done at a time. A partition has at most one of a kind and key; they go with the partition. */
export interface TimerSetting {
  /** `service.what`, as the service declares it. */
  readonly kind: string;
  /** What of the partition it is for: `""` where there is only one. */
  readonly key: string;
  /** Milliseconds since the epoch, by the injected clock. One that is past fires at once. */
  readonly dueMs: number;
  /** What the firing needs to know, JSON as a rule. Empty without it. */
  readonly payload?: string;
}

/** One timer whose time has come. */
export interface Firing {
  readonly kind: string;
  readonly key: string;
  readonly payload: string;
  /** When it was to fire first: a later try has the same. */
  readonly dueMs: number;
  readonly from: PartitionKey;
  /** Unique for ever, the same when the firing is repeated: for receivers that de-duplicate. */
  readonly id: string;
  /** Firings of it that have failed before this one. */
  readonly failures: number;
  /** Aborted when it is not ours any more, or the server is to stop: what takes long ends then, and is begun again elsewhere or later. */
  readonly signal: AbortSignal;
  /**
   * In a write to `from`, with what the firing does: the timer is done with, or due again at `next`, in the same commit. Of firings that were
   * repeated, on one server or two, exactly one settles: for the others, and if it has been set anew or cancelled, it throws TimerGoneError, and
   * nothing of their write remains.
   */
  settle(tx: WriteTransaction, next?: Pick<TimerSetting, "dueMs" | "payload">): Promise<void>;
}

/** Thrown by `Firing.settle`. */
export class TimerGoneError extends Error {
  constructor({ kind, key }: Pick<Firing, "kind" | "key">) {
    super(`the timer ${kind} ${key} has been settled, set anew or cancelled`);
    this.name = "TimerGoneError";
  }
}

/** Thrown by a firing or a delivery for which there is no use in further tries: it is parked at once, with the reason. */
export class ParkError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "ParkError";
  }
}

/** What is done when timers of a kind fire, and how. */
export interface TimerKind {
  /**
   * Fulfilled when it is done with: unless it has settled itself, the timer is removed then. If it rejects it fires again: at the time of a
   * `DeliverLater`, else after delays that grow from 1 second to 5 minutes. After the twelfth time, or with a `ParkError`, it is parked.
   */
  readonly fire: (firing: Firing) => Promise<void>;
  /**
   * Timers of a shard fire in the order of their times, also when many are due: none begins before those of an earlier time have ended. For what is to
   * seem as if it had happened when it was due, as schedules after a clock that jumped. It must not wait for anything but storage.
   */
  readonly inOrder?: boolean;
  /** Firings at the same time, of a shard (see `TimerOwnership`); 64 without it. */
  readonly atOnce?: number;
  /** What became due while no server ran waits so long after a start, so that requests go first. */
  readonly restAfterStartMs?: number;
  /** Told of a timer some time before it fires, as far as that is known by then: for who can make something ready. Nothing may hang on it. */
  readonly foresee?: { readonly byMs: number; readonly tell: (timer: ForeseenTimer) => Promise<void> };
}

export type ForeseenTimer = Pick<Firing, "key" | "payload" | "from">;

/** A timer that failed too often. It is kept until somebody has it fire again or drops it, or it is set anew. */
export interface ParkedTimer {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly payload: string;
  readonly from: PartitionKey;
  readonly failures: number;
  readonly reason: string;
  readonly parkedMs: number;
}

/**
 * What is to be done later, by exactly one of several servers: `WriteTransaction.setTimer` says what and when. The rows are found again after a
 * crash by an index over all partitions; memory holds what is firing and when the next is due, so a million of them cost an index.
 */
export interface Timers {
  /**
   * Starts firing: what is past at once, the others when the clock says so. The kinds by their names; timers of other kinds wait. Without
   * `ownership` this server fires all of them.
   */
  start(kinds: ReadonlyMap<string, TimerKind>, ownership?: TimerOwnership): void;
  /** Parked timers by their ids, which all begin with `timer-`, at most `limit` after `after` (`""` is the start). */
  parked(after: string, limit: number): Promise<ParkedTimer[]>;
  /** Has a parked timer fire again. False if it is not there. */
  retryParked(id: string): Promise<boolean>;
  /** Forgets a parked timer. False if it is not there. */
  dropParked(id: string): Promise<boolean>;
  /** Timers whose firing failed and is to be repeated, and parked ones. */
  counts(): Promise<{ readonly retrying: number; readonly parked: number }>;
  /** Of the kinds that fire in order, on all servers: the next time later than now, and how many are due (at most 10,000 of a kind and shard). */
  nextInOrderMs(): Promise<number | undefined>;
  dueInOrder(): Promise<number>;
  /** Resolves when nothing that is due is waiting or firing here. */
  idle(): Promise<void>;
  /** Fulfilled when what is firing has ended. */
  stop(): Promise<void>;
}
