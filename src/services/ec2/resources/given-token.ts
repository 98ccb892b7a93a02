import { createHash } from "node:crypto";
import type { Migration, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { otherParameters } from "../errors.ts";

export const tokenMigrations: readonly Migration[] = [
  {
    name: "client-tokens",
    sql: `
      CREATE TABLE ec2_client_tokens (
        partition BIGINT NOT NULL,
        operation TEXT NOT NULL,
        token TEXT NOT NULL,
        input TEXT NOT NULL,
        resource_id TEXT NOT NULL,
        made_ms BIGINT NOT NULL,
        PRIMARY KEY (partition, operation, token)
      );
      CREATE INDEX ec2_client_tokens_by_age ON ec2_client_tokens (partition, made_ms);`,
  },
];

/** A client token as one operation was given it. */
export interface GivenToken {
  readonly operation: string;
  readonly token: string | undefined;
  /** The call's, which must be the same again. */
  readonly input: object;
}

/** How long EC2 knows a token. Source: "Ensuring idempotency in Amazon EC2 API requests". */
const keptMs = 24 * 60 * 60 * 1000;

/** The resource that was made with the token; throws if that was asked for otherwise. */
export async function findMade(
  tx: WriteTransaction,
  { operation, token, input }: GivenToken,
  nowMs: number,
): Promise<string | undefined> {
  if (token === undefined || token === "") return undefined;
  const row = await tx.get(find, { operation, token });
  if (!row || row.made_ms < nowMs - keptMs) return undefined;
  if (row.input !== hashOf(input)) throw otherParameters(token);
  return row.resource_id;
}

export async function keepMade(
  tx: WriteTransaction,
  { operation, token, input }: GivenToken,
  resourceId: string,
  nowMs: number,
): Promise<void> {
  if (token === undefined || token === "") return;
  await tx.run(forget, { beforeMs: nowMs - keptMs });
  await tx.run(keep, { operation, token, input: hashOf(input), resourceId, madeMs: nowMs });
}

function hashOf(input: object): string {
  return createHash("sha256").update(JSON.stringify(input)).digest("base64");
}

const find = sql<{ operation: string; token: string }, { input: string; resource_id: string; made_ms: number }>(
  "SELECT input, resource_id, made_ms FROM ec2_client_tokens WHERE partition = :partition AND operation = :operation AND token = :token",
);
const keep = sql<{ operation: string; token: string; input: string; resourceId: string; madeMs: number }>(
  `INSERT INTO ec2_client_tokens (partition, operation, token, input, resource_id, made_ms)
   VALUES (:partition, :operation, :token, :input, :resourceId, :madeMs)
   ON CONFLICT (partition, operation, token) DO UPDATE SET input = excluded.input,
     resource_id = excluded.resource_id, made_ms = excluded.made_ms`,
);
const forget = sql<{ beforeMs: number }>(
  "DELETE FROM ec2_client_tokens WHERE partition = :partition AND made_ms < :beforeMs",
);
