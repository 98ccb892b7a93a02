import type { ClientBase, QueryConfig, QueryResult } from "pg";
import type { Effect, Parameters, Statement, TimerSetting, WriteTransaction } from "../database.ts";
import { onlyReads } from "../only-reads.ts";
import { cancelTimer } from "../timer-statements.ts";
import { shardOf } from "../timer-table.ts";
import type { PreparedStatements } from "./prepared-statements.ts";
import { timerShards } from "./timer-table.ts";

/** A partition's head row, locked by the transaction. */
export interface Head {
  readonly partition: number;
  /** The transaction's id, to ask what became of it. */
  readonly transaction: string;
  sequence: number;
}

/** One write to one partition, inside an open transaction that has locked the partition. */
export class PostgresWrite implements WriteTransaction {
  /** Topics of the effects it records. */
  readonly topics = new Set<string>();
  /** The earliest time of the timers it sets, by their kind. */
  readonly timers = new Map<string, number>();
  /** The error of a statement: the database has given the transaction up. */
  failure: { readonly error: unknown } | undefined;
  /** Whether there is anything to take back. */
  changed = false;
  readonly #client: ClientBase;
  readonly #statements: PreparedStatements;
  readonly #head: Head;
  readonly #source: string;
  readonly #firstSequence: number;
  #ended = false;
  /** The last statement that was sent without waiting. Answers come in order: with its answer all are there. */
  #sent: Promise<unknown> | undefined;

  constructor(client: ClientBase, statements: PreparedStatements, head: Head, source: string) {
    this.#client = client;
    this.#statements = statements;
    this.#head = head;
    this.#firstSequence = head.sequence;
    this.#source = source;
  }

  async all<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R[]> {
    return (await this.#run(statement, parameters)).rows as R[];
  }

  async get<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R | undefined> {
    return (await this.#run(statement, parameters)).rows[0] as R | undefined;
  }

  async run<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): Promise<void> {
    this.#send(this.#prepare(statement, parameters));
  }

  async change<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): Promise<number> {
    return (await this.#run(statement, parameters)).rowCount ?? 0;
  }

  async nextSequence(): Promise<number> {
    this.#checkOpen();
    return ++this.#head.sequence;
  }

  async emit({ topic, id, payload }: Effect): Promise<void> {
    this.changed = true;
    this.topics.add(topic);
    this.#send({ name: "emit", text: emitText, values: [this.#source, topic, id, payload] });
  }

  async setTimer({ kind, key, dueMs, payload = "" }: TimerSetting): Promise<void> {
    this.changed = true;
    this.timers.set(kind, Math.min(dueMs, this.timers.get(kind) ?? dueMs));
    const shard = shardOf(this.#source, timerShards);
    const values = [this.#head.partition, kind, key, shard, Math.ceil(dueMs), payload];
    this.#send({ name: "set-timer", text: setTimerText, values });
  }

  cancelTimer(kind: string, key: string): Promise<void> {
    return this.run(cancelTimer, { kind, key });
  }

  /** For the engine's own statements. */
  async query(query: QueryConfig): Promise<QueryResult> {
    this.#checkOpen();
    try {
      return await this.#client.query(query);
    } catch (error) {
      this.failure ??= { error };
      throw error;
    }
  }

  /** Fulfilled when everything sent has been answered: from then on `failure` is known. */
  async settled(): Promise<void> {
    await this.#sent;
  }

  end(): void {
    this.#ended = true;
  }

  /** Gives back the numbers it took. */
  undo(): void {
    this.#head.sequence = this.#firstSequence;
  }

  #run<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): Promise<QueryResult> {
    return this.query(this.#prepare(statement, parameters));
  }

  #prepare<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): QueryConfig {
    if (!onlyReads(statement.text)) this.changed = true;
    return this.#statements.toWrite(statement, parameters, this.#head.partition);
  }

  /** It travels with what comes next, at the latest with the COMMIT: so a group of writes that only send takes one round trip. */
  #send(query: QueryConfig): void {
    this.#checkOpen();
    this.#sent = this.#client.query(query).catch((error: unknown) => {
      this.failure ??= { error };
    });
  }

  #checkOpen(): void {
    if (this.#ended) throw new Error("this write has ended");
    if (this.failure) throw this.failure.error;
  }
}

const emitText = "INSERT INTO squall_outbox (source, topic, id, payload) VALUES ($1, $2, $3, $4)";
/** Set anew, it is another: its version says so. */
const setTimerText = `INSERT INTO squall_timers (partition, kind, key, shard, due_ms, set_for_ms, payload)
  VALUES ($1, $2, $3, $4, $5, $5, $6)
  ON CONFLICT (partition, kind, key) DO UPDATE SET shard = excluded.shard, due_ms = excluded.due_ms,
    set_for_ms = excluded.set_for_ms, payload = excluded.payload, version = DEFAULT, failures = 0, reason = ''`;
