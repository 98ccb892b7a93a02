import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { limits } from "../limits.ts";
import type { OutboxMessage } from "./outbox-message.ts";

export const outboxMigrations: readonly Migration[] = [
  {
    name: "outbox",
    sql: `
      CREATE TABLE sns_outbox (
        partition BIGINT NOT NULL,
        seq BIGINT NOT NULL,
        kind TEXT NOT NULL,
        recipient TEXT NOT NULL,
        bytes BIGINT NOT NULL,
        message TEXT NOT NULL,
        PRIMARY KEY (partition, seq)
      );`,
  },
];

/** Which messages: of a kind, to a recipient. */
export interface OutboxFilter {
  readonly kind?: OutboxMessage["kind"] | undefined;
  readonly to?: string | undefined;
}

export const outboxStore = {
  /** The oldest give way when there are too many. */
  async add(tx: WriteTransaction, message: OutboxMessage): Promise<void> {
    const json = JSON.stringify(message);
    const seq = await tx.nextSequence();
    await tx.run(add, { seq, kind: message.kind, recipient: message.to, bytes: json.length, message: json });
    await tx.run(removeBefore, { seq: seq - limits.outboxMessages });
    const { bytes = 0 } = (await tx.get(size, {})) ?? {};
    if (bytes > limits.outboxBytes) await tx.run(removeOldest, {});
  },

  /** The latest first, those before a place. */
  async list(
    tx: ReadTransaction,
    { kind, to = "" }: OutboxFilter,
    { before, limit }: { before: number; limit: number },
  ): Promise<{ readonly seq: number; readonly message: OutboxMessage }[]> {
    const rows = await tx.all(list, { kind: kind ?? "", recipient: to, before, limit });
    return rows.map(({ seq, message }) => ({ seq, message: JSON.parse(message) }));
  },

  async remove(tx: WriteTransaction, { kind, to = "" }: OutboxFilter): Promise<void> {
    await tx.run(remove, { kind: kind ?? "", recipient: to });
  },
};

const add = sql<{ seq: number; kind: string; recipient: string; bytes: number; message: string }>(
  `INSERT INTO sns_outbox (partition, seq, kind, recipient, bytes, message)
   VALUES (:partition, :seq, :kind, :recipient, :bytes, :message)`,
);
const removeBefore = sql<{ seq: number }>("DELETE FROM sns_outbox WHERE partition = :partition AND seq <= :seq");
const size = sql<Record<never, never>, { bytes: number }>(
  "SELECT COALESCE(SUM(bytes), 0) AS bytes FROM sns_outbox WHERE partition = :partition",
);
/** A tenth of them: so it is seldom done. */
const removeOldest = sql<Record<never, never>>(
  `DELETE FROM sns_outbox WHERE partition = :partition AND seq IN
   (SELECT seq FROM sns_outbox WHERE partition = :partition ORDER BY seq
    LIMIT (SELECT COUNT(*) / 10 + 1 FROM sns_outbox WHERE partition = :partition))`,
);
const list = sql<{ kind: string; recipient: string; before: number; limit: number }, { seq: number; message: string }>(
  `SELECT seq, message FROM sns_outbox WHERE partition = :partition AND seq < :before
     AND (:kind = '' OR kind = :kind) AND (:recipient = '' OR recipient = :recipient) ORDER BY seq DESC LIMIT :limit`,
);
const remove = sql<{ kind: string; recipient: string }>(
  `DELETE FROM sns_outbox WHERE partition = :partition
     AND (:kind = '' OR kind = :kind) AND (:recipient = '' OR recipient = :recipient)`,
);
