import type { PoolClient, QueryConfig } from "pg";
import type { PartitionKey, WriteTransaction } from "../database.ts";
import { toStorageError } from "../storage-full-error.ts";
import { UnreachableStorageError } from "../unreachable-storage-error.ts";
import type { Connections } from "./connections.ts";
import type { PreparedStatements } from "./prepared-statements.ts";
import { isConnectionLoss, isTransient } from "./transient-error.ts";
import { type Head, PostgresWrite } from "./write-transaction.ts";

/** The most writes that share one transaction. */
const largestGroup = 200;
const statusPauseMs = 50;

export interface WriterParts {
  readonly connections: Connections;
  readonly statements: PreparedStatements;
  readonly emitted: (source: string, topics: ReadonlySet<string>) => void;
  /** Timers of that source are durable; with the earliest time of each kind. */
  readonly timersSet: (source: string, earliest: ReadonlyMap<string, number>) => void;
  readonly committed: () => void;
}

/** A write that waits for its turn. */
export interface PendingWrite {
  /** Whether it must have a transaction of its own. */
  readonly alone: boolean;
  readonly work: (tx: WriteTransaction, client: PoolClient, head: Head) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly value: unknown; readonly of: PostgresWrite } | { readonly error: unknown };

/**
 * Commits the writes of one partition, those that wait at the same time together. Partitions have nothing to do with one another:
 * each has its own connection while it commits, so they commit in parallel.
 */
export class PartitionWriter {
  readonly #parts: WriterParts;
  readonly #key: PartitionKey;
  readonly #source: string;
  readonly #drained: () => void;
  #waiting: PendingWrite[] = [];
  #running: Promise<void> | undefined;

  /** `drained` is called each time nothing waits any more. */
  constructor(parts: WriterParts, key: PartitionKey, source: string, drained: () => void) {
    this.#parts = parts;
    this.#drained = drained;
    this.#key = key;
    this.#source = source;
  }

  add(write: PendingWrite): void {
    this.#waiting.push(write);
    this.#running ??= this.#drain();
  }

  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    // One turn of the event loop: requests that arrived together are in the same group.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) await this.#commitGroup(this.#takeGroup());
    this.#running = undefined;
    this.#drained();
  }

  #takeGroup(): PendingWrite[] {
    let size = 0;
    while (size < this.#waiting.length && size < largestGroup && !this.#waiting[size]?.alone) size++;
    return this.#waiting.splice(0, Math.max(1, size));
  }

  async #commitGroup(group: readonly PendingWrite[]): Promise<void> {
    let outcomes: Outcome[];
    try {
      outcomes = await this.#parts.connections.retry(() => this.#perform(group));
    } catch (error) {
      // Alone, only the write that cannot be committed fails; where the server is away, all do.
      if (group.length === 1) group[0]?.reject(toStorageError(error));
      else if (error instanceof UnreachableStorageError) for (const { reject } of group) reject(error);
      else for (const write of group) await this.#commitGroup([write]);
      return;
    }
    this.#settle(group, outcomes);
  }

  /** First without savepoints and all of it sent in one go; with them, one write after the other, if one has something to take back. */
  async #perform(group: readonly PendingWrite[]): Promise<Outcome[]> {
    return (await this.#transact(group, false)) ?? (await this.#transact(group, true)) ?? [];
  }

  /** Undefined if the group has to be run again, with savepoints. */
  async #transact(group: readonly PendingWrite[], savepoints: boolean): Promise<Outcome[] | undefined> {
    const client = await this.#parts.connections.writer();
    let head: Head | undefined;
    try {
      head = await this.#begin(client);
      const before = head.sequence;
      const writes: PostgresWrite[] = [];
      let outcomes = await this.#runAll(client, head, group, { savepoints, writes });
      if (outcomes?.some((outcome) => "value" in outcome)) {
        const failure = await this.#commit(client, head, { sequenceMoved: head.sequence !== before, writes });
        // A write that has failed made the COMMIT a rollback: all of them run again, this time apart.
        if (failure) outcomes = group.length > 1 ? undefined : [failure];
      } else await client.query("ROLLBACK");
      client.release();
      return outcomes;
    } catch (error) {
      await abandon(client);
      throw error;
    }
  }

  /** Locks the partition's head row, which it makes if need be. */
  async #begin(client: PoolClient): Promise<Head> {
    const begun = client.query("BEGIN");
    begun.catch(() => {});
    for (;;) {
      const { rows } = await client.query(this.#withKey(lockHead));
      const [row] = rows;
      if (row) return { partition: row.id, sequence: row.sequence, transaction: row.transaction };
      await client.query(this.#withKey(addHead));
    }
  }

  async #runAll(
    client: PoolClient,
    head: Head,
    group: readonly PendingWrite[],
    { savepoints, writes }: { readonly savepoints: boolean; readonly writes: PostgresWrite[] },
  ): Promise<Outcome[] | undefined> {
    const outcomes: Outcome[] = [];
    for (const write of group) {
      const tx = new PostgresWrite(client, this.#parts.statements, head, this.#source);
      if (savepoints) send(client, "SAVEPOINT one_write");
      let outcome = await perform(write, tx, client, head);
      if (savepoints) {
        await tx.settled();
        outcome = tx.failure ?? outcome;
      } else writes.push(tx);
      outcomes.push(outcome);
      if ("value" in outcome) {
        if (savepoints) send(client, "RELEASE one_write");
        continue;
      }
      tx.undo();
      if (tx.failure && isTransient(tx.failure.error)) throw tx.failure.error;
      if (!tx.changed && !tx.failure) {
        if (savepoints) send(client, "RELEASE one_write");
      } else if (savepoints) await client.query("ROLLBACK TO one_write");
      // A group of one is simply rolled back.
      else if (group.length > 1) return undefined;
    }
    return outcomes;
  }

  /** Gives the failure of a statement of one of the writes that had not been waited for: then nothing is committed. */
  async #commit(
    client: PoolClient,
    head: Head,
    { sequenceMoved, writes }: { readonly sequenceMoved: boolean; readonly writes: readonly PostgresWrite[] },
  ): Promise<{ readonly error: unknown } | undefined> {
    const values = [head.sequence, head.partition];
    const moved = sequenceMoved ? client.query({ name: "set-sequence", text: setSequence, values }) : undefined;
    moved?.catch(() => {});
    const committed = client.query("COMMIT");
    committed.catch(() => {});
    try {
      await moved;
      // A transaction that has failed answers COMMIT with a rollback.
      const { command } = await committed;
      if (command !== "COMMIT") throw new Error("the transaction was rolled back");
    } catch (error) {
      const failure = writes.find((write) => write.failure)?.failure;
      if (failure && !isTransient(failure.error)) {
        await committed;
        return failure;
      }
      if (!isConnectionLoss(error) || !(await this.#wasCommitted(head.transaction))) throw failure?.error ?? error;
    }
    return undefined;
  }

  /** What became of a transaction whose COMMIT had no answer. Running it again if it was committed would do everything twice. */
  async #wasCommitted(transaction: string): Promise<boolean> {
    for (;;) {
      const { rows } = await this.#parts.connections.query("xact-status", xactStatus, [transaction]);
      if (rows[0]?.status !== "in progress") return rows[0]?.status === "committed";
      await this.#parts.connections.pause(statusPauseMs);
    }
  }

  #settle(group: readonly PendingWrite[], outcomes: readonly Outcome[]): void {
    this.#parts.committed();
    for (const [index, outcome] of outcomes.entries()) {
      if ("error" in outcome) {
        group[index]?.reject(outcome.error);
        continue;
      }
      const { topics, timers } = outcome.of;
      if (topics.size > 0) this.#parts.emitted(this.#source, topics);
      if (timers.size > 0) this.#parts.timersSet(this.#source, timers);
      group[index]?.resolve(outcome.value);
    }
  }

  #withKey({ name, text }: { name: string; text: string }): QueryConfig {
    const { kind, account, region, name: partition } = this.#key;
    return { name, text, values: [kind, account, region, partition] };
  }
}

async function perform(write: PendingWrite, tx: PostgresWrite, client: PoolClient, head: Head): Promise<Outcome> {
  try {
    const value = await write.work(tx, client, head);
    return tx.failure ?? { value, of: tx };
  } catch (error) {
    return tx.failure ?? { error };
  } finally {
    tx.end();
  }
}

/** Not waited for: if it fails, so does what comes after it. */
function send(client: PoolClient, text: string): void {
  client.query(text).catch(() => {});
}

async function abandon(client: PoolClient): Promise<void> {
  try {
    await client.query("ROLLBACK");
    client.release();
  } catch {
    client.release(true);
  }
}

const lockHead = {
  name: "lock-head",
  text: `SELECT id, sequence, pg_current_xact_id()::text AS transaction FROM squall_partitions
    WHERE kind = $1 AND account = $2 AND region = $3 AND name = $4 FOR UPDATE`,
};
const addHead = {
  name: "add-head",
  text: "INSERT INTO squall_partitions (kind, account, region, name) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
};
const setSequence = "UPDATE squall_partitions SET sequence = $1 WHERE id = $2";
const xactStatus = "SELECT pg_xact_status($1::xid8) AS status";
