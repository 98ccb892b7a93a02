import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

export const transactionMigrations: readonly Migration[] = [
  {
    name: "transactions",
    sql: `
      CREATE TABLE dynamodb_decisions (
        partition BIGINT NOT NULL, id TEXT NOT NULL, is_committed BIGINT NOT NULL, expires_ms BIGINT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX dynamodb_decisions_by_expiry ON dynamodb_decisions (partition, expires_ms);
      CREATE TABLE dynamodb_tokens (
        partition BIGINT NOT NULL, token TEXT NOT NULL, digest TEXT NOT NULL, expires_ms BIGINT NOT NULL,
        PRIMARY KEY (partition, token)
      );
      CREATE INDEX dynamodb_tokens_by_expiry ON dynamodb_tokens (partition, expires_ms);`,
  },
];

/** What has been decided of transactions, and the tokens of those that are done. */
export const transactionStore = {
  /** Undefined while nothing is decided. */
  async decision(tx: ReadTransaction, id: string): Promise<"committed" | "aborted" | undefined> {
    const row = await tx.get(decision, { id });
    return row && (row.is_committed ? "committed" : "aborted");
  },

  async decide(tx: WriteTransaction, id: string, isCommitted: boolean, expiresMs: number): Promise<void> {
    await tx.run(decide, { id, isCommitted, expiresMs });
  },

  async removeDecision(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(removeDecision, { id });
  },

  /** The digest of the request that had the token. */
  async digestOf(tx: ReadTransaction, token: string, nowMs: number): Promise<string | undefined> {
    return (await tx.get(digest, { token, nowMs }))?.digest;
  },

  async addToken(tx: WriteTransaction, token: string, sum: string, expiresMs: number): Promise<void> {
    await tx.run(addToken, { token, digest: sum, expiresMs });
  },

  /** A few of what has expired: as many as come, or more, so they do not gather. */
  async removeExpired(tx: WriteTransaction, nowMs: number): Promise<void> {
    await tx.run(removeExpiredTokens, { nowMs, limit: expiredAtOnce });
    await tx.run(removeExpiredDecisions, { nowMs, limit: expiredAtOnce });
  },
};

const expiredAtOnce = 4;

const decision = sql<{ id: string }, { is_committed: number }>(
  "SELECT is_committed FROM dynamodb_decisions WHERE partition = :partition AND id = :id",
);
const decide = sql<{ id: string; isCommitted: boolean; expiresMs: number }>(
  `INSERT INTO dynamodb_decisions (partition, id, is_committed, expires_ms)
   VALUES (:partition, :id, :isCommitted, :expiresMs)`,
);
const removeDecision = sql<{ id: string }>("DELETE FROM dynamodb_decisions WHERE partition = :partition AND id = :id");
const digest = sql<{ token: string; nowMs: number }, { digest: string }>(
  "SELECT digest FROM dynamodb_tokens WHERE partition = :partition AND token = :token AND expires_ms > :nowMs",
);
const addToken = sql<{ token: string; digest: string; expiresMs: number }>(
  `INSERT INTO dynamodb_tokens (partition, token, digest, expires_ms) VALUES (:partition, :token, :digest, :expiresMs)
   ON CONFLICT (partition, token) DO UPDATE SET digest = excluded.digest, expires_ms = excluded.expires_ms`,
);
const removeExpiredTokens = sql<{ nowMs: number; limit: number }>(
  `DELETE FROM dynamodb_tokens WHERE partition = :partition AND token IN (
     SELECT token FROM dynamodb_tokens WHERE partition = :partition AND expires_ms <= :nowMs LIMIT :limit)`,
);
const removeExpiredDecisions = sql<{ nowMs: number; limit: number }>(
  `DELETE FROM dynamodb_decisions WHERE partition = :partition AND id IN (
     SELECT id FROM dynamodb_decisions WHERE partition = :partition AND expires_ms <= :nowMs AND is_committed = 0
     LIMIT :limit)`,
);
