import type { Effect, Parameters, PartitionKey, Statement, TimerSetting, WriteTransaction } from "../database.ts";
import { onlyReads } from "../only-reads.ts";
import { cancelTimer } from "../timer-statements.ts";
import type { OpenWriter } from "./open-writer.ts";

/** One write to one partition, inside the writer's open transaction. */
export class SqliteWrite implements WriteTransaction {
  /** Topics of the effects it records. */
  readonly topics = new Set<string>();
  /** The earliest time of the timers it sets, by their kind. */
  timers: Map<string, number> | undefined;
  /** The error of a statement: what was done cannot be kept. */
  failure: { readonly error: unknown } | undefined;
  readonly #writer: OpenWriter;
  readonly #key: PartitionKey;
  readonly #source: string;
  #partition = 0;
  #sequence: number | undefined;
  #sequenceMoved = false;
  #changed = false;
  #ended = false;

  constructor(writer: OpenWriter, key: PartitionKey, source: string) {
    this.#writer = writer;
    this.#key = key;
    this.#source = source;
  }

  async all<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R[]> {
    return this.#attempt(statement, () => this.#writer.connection.all(statement, parameters, this.#partition) as R[]);
  }

  async get<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R | undefined> {
    return this.#attempt(
      statement,
      () => this.#writer.connection.get(statement, parameters, this.#partition) as R | undefined,
    );
  }

  async run<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): Promise<void> {
    this.#attempt(statement, () => this.#writer.connection.run(statement, parameters, this.#partition));
  }

  async change<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): Promise<number> {
    return this.#attempt(statement, () => this.#writer.connection.run(statement, parameters, this.#partition));
  }

  async nextSequence(): Promise<number> {
    this.checkOpen();
    this.#sequence ??= this.#writer.statements.getSequence.get(this.#partition)?.sequence as number;
    this.#sequenceMoved = true;
    return ++this.#sequence;
  }

  async emit({ topic, id, payload }: Effect): Promise<void> {
    this.checkOpen();
    this.#change();
    this.#writer.statements.emit.run(this.#source, topic, this.#writer.nextPosition(), id, payload);
    this.topics.add(topic);
  }

  async setTimer({ kind, key, dueMs, payload = "" }: TimerSetting): Promise<void> {
    this.checkOpen();
    this.#change();
    this.#writer.statements.setTimer.run(this.#partition, kind, key, dueMs, payload);
    this.timers ??= new Map();
    this.timers.set(kind, Math.min(dueMs, this.timers.get(kind) ?? dueMs));
  }

  cancelTimer(kind: string, key: string): Promise<void> {
    return this.run(cancelTimer, { kind, key });
  }

  /** Throws once the write has ended: a late call would land in another's. */
  checkOpen(): void {
    if (this.#ended) throw new Error("this write has ended");
    if (this.failure) throw this.failure.error;
  }

  /** Finds the partition or makes it. */
  begin(): void {
    const { ids, made, statements } = this.#writer;
    const known = ids.get(this.#source) ?? made.get(this.#source) ?? statements.findPartition(this.#key);
    this.#partition = known ?? this.#makePartition();
  }

  /** Leaves what it did in the transaction. */
  keep(): void {
    this.#ended = true;
    if (this.#sequenceMoved) {
      this.#change();
      this.#writer.statements.setSequence.run(this.#sequence as number, this.#partition);
    }
    if (this.#changed) this.#writer.statements.release.run();
  }

  /** Takes back what it did, and only that. */
  undo(): void {
    this.#ended = true;
    if (!this.#changed) return;
    this.#writer.made.clear();
    this.#writer.statements.rollbackTo.run();
    this.#writer.statements.release.run();
  }

  #makePartition(): number {
    this.#change();
    const { kind, account, region, name } = this.#key;
    const id = this.#writer.statements.addPartition.run(kind, account, region, name).lastInsertRowid as number;
    this.#writer.made.set(this.#source, id);
    return id;
  }

  /** A savepoint stands before the first change: most writes that fail have changed nothing yet. */
  #change(): void {
    if (this.#changed) return;
    this.#writer.changed = true;
    this.#writer.statements.savepoint.run();
    this.#changed = true;
  }

  /** A statement that fails ends the write, as it does on PostgreSQL, even if the closure goes on. */
  #attempt<T>({ text }: { readonly text: string }, step: () => T): T {
    this.checkOpen();
    try {
      if (!onlyReads(text)) this.#change();
      return step();
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}
