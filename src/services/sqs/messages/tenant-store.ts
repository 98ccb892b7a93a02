import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

export const tenantMigrations: readonly Migration[] = [
  {
    name: "tenants",
    sql: `
      CREATE TABLE sqs_tenants (
        partition BIGINT NOT NULL, group_id TEXT NOT NULL, place_ms BIGINT NOT NULL, placed BIGINT NOT NULL,
        messages BIGINT NOT NULL, PRIMARY KEY (partition, group_id)
      );
      CREATE INDEX sqs_tenants_idle ON sqs_tenants (partition, place_ms) WHERE messages <= 0;`,
  },
];

/** The message groups of a standard queue: how far each has come in the queue's order, and how many messages it has. */
export interface Tenant {
  /** The time at which its last message stands. */
  readonly placeMs: number;
  /** How many of its messages stand there. */
  readonly placed: number;
}

export const tenantStore = {
  async find(tx: ReadTransaction, groupId: string): Promise<Tenant | undefined> {
    const row = await tx.get(find, { groupId });
    return row && { placeMs: row.place_ms, placed: row.placed };
  },

  /** One message more of it, which stands there. Some that have none, and stand where a newcomer would, are forgotten. */
  async place(tx: WriteTransaction, groupId: string, { placeMs, placed }: Tenant, headMs: number): Promise<void> {
    await tx.run(place, { groupId, placeMs, placed });
    await tx.run(forget, { headMs });
  },

  async removed(tx: WriteTransaction, groupId: string): Promise<void> {
    await tx.run(removed, { groupId });
  },

  async hasAny(tx: ReadTransaction): Promise<boolean> {
    return (await tx.get(any, {})) !== undefined;
  },

  async messages(tx: ReadTransaction, groupId: string): Promise<number> {
    return (await tx.get(find, { groupId }))?.messages ?? 0;
  },
};

const find = sql<{ groupId: string }, { place_ms: number; placed: number; messages: number }>(
  "SELECT place_ms, placed, messages FROM sqs_tenants WHERE partition = :partition AND group_id = :groupId",
);
const place = sql<{ groupId: string; placeMs: number; placed: number }>(
  `INSERT INTO sqs_tenants (partition, group_id, place_ms, placed, messages) VALUES (:partition, :groupId, :placeMs, :placed, 1)
   ON CONFLICT (partition, group_id) DO UPDATE SET place_ms = excluded.place_ms, placed = excluded.placed,
     messages = sqs_tenants.messages + 1`,
);
const removed = sql<{ groupId: string }>(
  "UPDATE sqs_tenants SET messages = messages - 1 WHERE partition = :partition AND group_id = :groupId",
);
/** Two for each that is added: so they become fewer, and no write pays for all. */
const forget = sql<{ headMs: number }>(
  `DELETE FROM sqs_tenants WHERE partition = :partition AND messages <= 0 AND place_ms < :headMs AND group_id IN
   (SELECT group_id FROM sqs_tenants WHERE partition = :partition AND messages <= 0 AND place_ms < :headMs
    ORDER BY place_ms LIMIT 2)`,
);
const any = sql<Record<never, never>, { one: number }>(
  "SELECT 1 AS one FROM sqs_tenants WHERE partition = :partition LIMIT 1",
);
