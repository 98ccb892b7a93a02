import type { StatementSync } from "node:sqlite";
import type { Parameters, PartitionKey, ReadTransaction, Statement } from "../database.ts";
import { SqliteConnection } from "./connection.ts";
import type { LogSync } from "./log-sync.ts";
import { createPartitionFinder, type PartitionIds } from "./partition-ids.ts";

/** One connection that reads, with what it has prepared. */
interface Reader {
  readonly connection: SqliteConnection;
  readonly begin: StatementSync;
  readonly end: StatementSync;
  readonly findPartition: (key: PartitionKey) => number | undefined;
}

/** Reads that are under way at the same time have a connection, and so a snapshot, each. */
const mostReaders = 8;

/**
 * The connections that read. Write-ahead logging lets them see the last commit while a write is under way. What they have seen is told when it is
 * on the disk: nobody learns of what a power cut could still undo.
 */
export class Readers {
  readonly #file: string;
  readonly #ids: PartitionIds;
  readonly #sync: LogSync;
  readonly #idle: Reader[] = [];
  readonly #waiting: ((reader: Reader) => void)[] = [];
  #opened = 0;
  #closed = false;

  constructor(file: string, ids: PartitionIds, sync: LogSync) {
    this.#file = file;
    this.#ids = ids;
    this.#sync = sync;
  }

  async read<T>(key: PartitionKey, text: string, work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    const reader = this.#take() ?? (await new Promise<Reader>((resolve) => this.#waiting.push(resolve)));
    const tx = new SqliteRead(reader, this.#ids, key, text, this.#sync);
    try {
      return await work(tx);
    } finally {
      tx.end();
      this.#give(reader);
      // A refusal may rest on it, too.
      if (tx.durable) await tx.durable;
    }
  }

  /** One read by the engine itself, of the last commit. */
  async query<T>(work: (connection: SqliteConnection) => T): Promise<T> {
    let durable: Promise<void> | undefined;
    const value = await this.peek((connection) => {
      durable = this.#sync.after();
      return work(connection);
    });
    await durable;
    return value;
  }

  /** The same, of what need not be on the disk. */
  async peek<T>(work: (connection: SqliteConnection) => T): Promise<T> {
    const reader = this.#take() ?? (await new Promise<Reader>((resolve) => this.#waiting.push(resolve)));
    try {
      return work(reader.connection);
    } finally {
      this.#give(reader);
    }
  }

  close(): void {
    this.#closed = true;
    for (const { connection } of this.#idle.splice(0)) connection.close();
  }

  #take(): Reader | undefined {
    if (this.#closed) throw new Error("the database is closed");
    const idle = this.#idle.pop();
    if (idle || this.#opened === mostReaders) return idle;
    this.#opened++;
    return openReader(this.#file);
  }

  #give(reader: Reader): void {
    const next = this.#waiting.shift();
    if (next) next(reader);
    else if (this.#closed) reader.connection.close();
    else this.#idle.push(reader);
  }
}

function openReader(file: string): Reader {
  const connection = new SqliteConnection(file, { readOnly: true, synchronous: "normal", cacheKib: 8_192 });
  return {
    connection,
    begin: connection.prepare("BEGIN"),
    end: connection.prepare("COMMIT"),
    findPartition: createPartitionFinder(connection),
  };
}

/** One snapshot, taken by the first statement. */
class SqliteRead implements ReadTransaction {
  readonly #reader: Reader;
  readonly #ids: PartitionIds;
  readonly #key: PartitionKey;
  readonly #text: string;
  readonly #sync: LogSync;
  /** Fulfilled when what is seen is on the disk. Undefined if it is. */
  durable: Promise<void> | undefined;
  #partition: number | undefined;
  #ended = false;

  constructor(reader: Reader, ids: PartitionIds, key: PartitionKey, text: string, sync: LogSync) {
    this.#reader = reader;
    this.#ids = ids;
    this.#key = key;
    this.#text = text;
    this.#sync = sync;
  }

  async all<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R[]> {
    return this.#reader.connection.all(statement, parameters, this.#begin()) as R[];
  }

  async get<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R | undefined> {
    return this.#reader.connection.get(statement, parameters, this.#begin()) as R | undefined;
  }

  end(): void {
    if (this.#partition !== undefined) this.#reader.end.run();
    this.#ended = true;
  }

  /**
   * The partition's id in this snapshot, 0 if there is none. The snapshot is taken and the id remembered in one step, so that no
   * commit can lie between them and what is remembered is never older than the last `drop`.
   */
  #begin(): number {
    if (this.#ended) throw new Error("this read has ended");
    if (this.#partition !== undefined) return this.#partition;
    const known = this.#ids.get(this.#text);
    this.#reader.begin.run();
    this.durable = this.#sync.after(this.#text);
    this.#partition = known ?? 0;
    if (known !== undefined) return known;
    const id = this.#reader.findPartition(this.#key);
    if (id !== undefined) this.#ids.set(this.#text, id);
    this.#partition = id ?? 0;
    return this.#partition;
  }
}
