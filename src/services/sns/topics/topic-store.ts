import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import type { Topic } from "./topic.ts";

export const topicMigrations: readonly Migration[] = [
  {
    name: "topics",
    sql: `
      CREATE TABLE sns_topics (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        id TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        attributes TEXT NOT NULL,
        tags TEXT NOT NULL,
        deleted_subscriptions BIGINT NOT NULL,
        PRIMARY KEY (partition, name)
      );`,
  },
];

interface Row {
  name: string;
  id: string;
  created_ms: number;
  attributes: string;
  tags: string;
  deleted_subscriptions: number;
}

export const topicStore = {
  async find(tx: ReadTransaction, at: Place, name: string): Promise<Topic | undefined> {
    const row = await tx.get(find, { name });
    return row && toTopic(at, row);
  },

  /** Names, in their order. */
  async list(tx: ReadTransaction, after: string, limit: number): Promise<string[]> {
    return (await tx.all(list, { after, limit })).map(({ name }) => name);
  },

  /** How many there are of those whose name ends in `.fifo`, or of the others. */
  async count(tx: ReadTransaction, fifo: boolean): Promise<number> {
    return (await tx.get(fifo ? countFifo : count, {}))?.count ?? 0;
  },

  async put(tx: WriteTransaction, topic: Topic): Promise<void> {
    const { name, id, createdMs, attributes, tags, deletedSubscriptions } = topic;
    await tx.run(put, {
      name,
      id,
      createdMs,
      attributes: JSON.stringify(attributes),
      tags: JSON.stringify(tags),
      deletedSubscriptions,
    });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },
};

function toTopic({ account, region }: Place, row: Row): Topic {
  return {
    account,
    region,
    name: row.name,
    id: row.id,
    createdMs: row.created_ms,
    attributes: JSON.parse(row.attributes),
    tags: JSON.parse(row.tags),
    deletedSubscriptions: row.deleted_subscriptions,
  };
}

const find = sql<{ name: string }, Row>("SELECT * FROM sns_topics WHERE partition = :partition AND name = :name");
const list = sql<{ after: string; limit: number }, { name: string }>(
  "SELECT name FROM sns_topics WHERE partition = :partition AND name > :after ORDER BY name LIMIT :limit",
);
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM sns_topics WHERE partition = :partition AND name NOT LIKE '%.fifo'",
);
const countFifo = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM sns_topics WHERE partition = :partition AND name LIKE '%.fifo'",
);
const put = sql<{
  name: string;
  id: string;
  createdMs: number;
  attributes: string;
  tags: string;
  deletedSubscriptions: number;
}>(
  `INSERT INTO sns_topics (partition, name, id, created_ms, attributes, tags, deleted_subscriptions)
   VALUES (:partition, :name, :id, :createdMs, :attributes, :tags, :deletedSubscriptions)
   ON CONFLICT (partition, name) DO UPDATE SET id = excluded.id, created_ms = excluded.created_ms,
     attributes = excluded.attributes, tags = excluded.tags, deleted_subscriptions = excluded.deleted_subscriptions`,
);
const remove = sql<{ name: string }>("DELETE FROM sns_topics WHERE partition = :partition AND name = :name");
