import type { PoolClient, QueryConfig, QueryResult } from "pg";
import type { Parameters, PartitionKey, ReadTransaction, Statement } from "../database.ts";
import { UnreachableStorageError } from "../unreachable-storage-error.ts";
import type { Connections } from "./connections.ts";
import type { PreparedStatements } from "./prepared-statements.ts";
import { isConnectionLoss } from "./transient-error.ts";

/** Every connection of the pool may have been closed by a server that was restarted, and the next one is new. */
const mostTries = 9;

export interface ReadParts {
  readonly connections: Connections;
  readonly statements: PreparedStatements;
}

/** Runs `work` on one snapshot, taken by its first statement. */
export async function read<T>(
  parts: ReadParts,
  key: PartitionKey,
  work: (tx: ReadTransaction) => Promise<T>,
): Promise<T> {
  parts.connections.checkOpen();
  const tx = new PostgresRead(parts, key);
  try {
    return await work(tx);
  } finally {
    tx.end();
  }
}

class PostgresRead implements ReadTransaction {
  readonly #parts: ReadParts;
  readonly #key: PartitionKey;
  #client: Promise<PoolClient> | undefined;
  #answered = false;
  #ended = false;

  constructor(parts: ReadParts, key: PartitionKey) {
    this.#parts = parts;
    this.#key = key;
  }

  async all<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R[]> {
    const { rows } = await this.#query(this.#parts.statements.toRead(statement, parameters, this.#key));
    return rows as R[];
  }

  async get<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R | undefined> {
    const { rows } = await this.#query(this.#parts.statements.toRead(statement, parameters, this.#key));
    return rows[0] as R | undefined;
  }

  /** The connection goes back as soon as it has ended the snapshot; nobody waits for that. */
  end(): void {
    this.#ended = true;
    void this.#client?.then(endSnapshot, () => {});
  }

  async #query(query: QueryConfig): Promise<QueryResult> {
    if (this.#ended) throw new Error("this read has ended");
    for (let tries = 1; ; tries++) {
      this.#client ??= this.#begin();
      const begun = this.#client;
      const client = await begun;
      try {
        const result = await client.query(query);
        this.#answered = true;
        return result;
      } catch (error) {
        // A server that was restarted has closed the connections of the pool: with no answer yet, any snapshot will do.
        if (!isConnectionLoss(error)) throw error;
        if (this.#answered || tries === mostTries) throw new UnreachableStorageError(error);
        if (this.#client !== begun) continue;
        this.#client = undefined;
        client.release(true);
      }
    }
  }

  #begin(): Promise<PoolClient> {
    return this.#parts.connections.retry(async () => {
      const client = await this.#parts.connections.reader();
      // Sent along with the first statement. If it fails so does that.
      client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").catch(() => {});
      return client;
    });
  }
}

async function endSnapshot(client: PoolClient): Promise<void> {
  try {
    await client.query("COMMIT");
    client.release();
  } catch {
    client.release(true);
  }
}
