import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import type { Queue } from "./queue.ts";

export const queueMigrations: readonly Migration[] = [
  {
    name: "queues",
    sql: `
      CREATE TABLE sqs_queues (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        id TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        modified_ms BIGINT NOT NULL,
        attributes TEXT NOT NULL,
        tags TEXT NOT NULL,
        generation BIGINT NOT NULL,
        purged_ms BIGINT,
        former_scope TEXT,
        PRIMARY KEY (partition, name)
      );
      CREATE TABLE sqs_deleted_queues (
        partition BIGINT NOT NULL, name TEXT NOT NULL, deleted_ms BIGINT NOT NULL, PRIMARY KEY (partition, name)
      );
      CREATE TABLE sqs_sources (
        partition BIGINT NOT NULL, dead_letter_arn TEXT NOT NULL, name TEXT NOT NULL,
        PRIMARY KEY (partition, dead_letter_arn, name)
      );`,
  },
];

interface Row {
  name: string;
  id: string;
  created_ms: number;
  modified_ms: number;
  attributes: string;
  tags: string;
  generation: number;
  purged_ms: number | null;
  former_scope: string | null;
}

export const queueStore = {
  async find(tx: ReadTransaction, at: Place, name: string): Promise<Queue | undefined> {
    const row = await tx.get(find, { name });
    return row && toQueue(at, row);
  },

  /** In the order of their names, those that begin with `prefix`. */
  async list(
    tx: ReadTransaction,
    { prefix, after, limit }: { prefix: string; after: string; limit: number },
  ): Promise<string[]> {
    // Names have no character beyond z.
    return (await tx.all(list, { from: prefix, to: `${prefix}~`, after, limit })).map(({ name }) => name);
  },

  async put(tx: WriteTransaction, queue: Queue): Promise<void> {
    const { name, id, createdMs, modifiedMs, attributes, tags, generation, purgedMs, formerScope } = queue;
    await tx.run(put, {
      name,
      id,
      createdMs,
      modifiedMs,
      attributes: JSON.stringify(attributes),
      tags: JSON.stringify(tags),
      generation,
      purgedMs: purgedMs ?? null,
      formerScope: formerScope ? JSON.stringify(formerScope) : null,
    });
  },

  async remove(tx: WriteTransaction, name: string, nowMs: number): Promise<void> {
    await tx.run(remove, { name });
    await tx.run(noteDeletion, { name, nowMs });
  },

  /** When a queue of the name was deleted last, if that is not too long ago to matter. */
  async deletedMs(tx: ReadTransaction, name: string): Promise<number | undefined> {
    return (await tx.get(deletion, { name }))?.deleted_ms;
  },

  async forgetDeletions(tx: WriteTransaction, beforeMs: number): Promise<void> {
    await tx.run(forgetDeletions, { beforeMs });
  },

  async addSource(tx: WriteTransaction, deadLetterArn: string, name: string): Promise<void> {
    await tx.run(addSource, { deadLetterArn, name });
  },

  async removeSource(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(removeSource, { name });
  },

  /** Names of the queues whose dead-letter queue it is. */
  async listSources(
    tx: ReadTransaction,
    { deadLetterArn, after, limit }: { deadLetterArn: string; after: string; limit: number },
  ): Promise<string[]> {
    return (await tx.all(listSources, { deadLetterArn, after, limit })).map(({ name }) => name);
  },
};

function toQueue({ account, region }: Place, row: Row): Queue {
  return {
    account,
    region,
    name: row.name,
    id: row.id,
    createdMs: row.created_ms,
    modifiedMs: row.modified_ms,
    attributes: JSON.parse(row.attributes),
    tags: JSON.parse(row.tags),
    generation: row.generation,
    purgedMs: row.purged_ms ?? undefined,
    formerScope: row.former_scope === null ? undefined : JSON.parse(row.former_scope),
  };
}

const find = sql<{ name: string }, Row>("SELECT * FROM sqs_queues WHERE partition = :partition AND name = :name");
const list = sql<{ from: string; to: string; after: string; limit: number }, { name: string }>(
  `SELECT name FROM sqs_queues WHERE partition = :partition AND name >= :from AND name < :to AND name > :after
   ORDER BY name LIMIT :limit`,
);
const put = sql<{
  name: string;
  id: string;
  createdMs: number;
  modifiedMs: number;
  attributes: string;
  tags: string;
  generation: number;
  purgedMs: number | null;
  formerScope: string | null;
}>(
  `INSERT INTO sqs_queues (partition, name, id, created_ms, modified_ms, attributes, tags, generation, purged_ms,
     former_scope)
   VALUES (:partition, :name, :id, :createdMs, :modifiedMs, :attributes, :tags, :generation, :purgedMs, :formerScope)
   ON CONFLICT (partition, name) DO UPDATE SET id = excluded.id, created_ms = excluded.created_ms,
     modified_ms = excluded.modified_ms, attributes = excluded.attributes, tags = excluded.tags,
     generation = excluded.generation, purged_ms = excluded.purged_ms,
     former_scope = excluded.former_scope`,
);
const remove = sql<{ name: string }>("DELETE FROM sqs_queues WHERE partition = :partition AND name = :name");
const noteDeletion = sql<{ name: string; nowMs: number }>(
  `INSERT INTO sqs_deleted_queues (partition, name, deleted_ms) VALUES (:partition, :name, :nowMs)
   ON CONFLICT (partition, name) DO UPDATE SET deleted_ms = excluded.deleted_ms`,
);
const deletion = sql<{ name: string }, { deleted_ms: number }>(
  "SELECT deleted_ms FROM sqs_deleted_queues WHERE partition = :partition AND name = :name",
);
const forgetDeletions = sql<{ beforeMs: number }>(
  "DELETE FROM sqs_deleted_queues WHERE partition = :partition AND deleted_ms < :beforeMs",
);
const addSource = sql<{ deadLetterArn: string; name: string }>(
  "INSERT INTO sqs_sources (partition, dead_letter_arn, name) VALUES (:partition, :deadLetterArn, :name)",
);
const removeSource = sql<{ name: string }>("DELETE FROM sqs_sources WHERE partition = :partition AND name = :name");
const listSources = sql<{ deadLetterArn: string; after: string; limit: number }, { name: string }>(
  `SELECT name FROM sqs_sources WHERE partition = :partition AND dead_letter_arn = :deadLetterArn AND name > :after
   ORDER BY name LIMIT :limit`,
);
