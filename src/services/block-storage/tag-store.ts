import type { Migration, ReadTransaction, WriteTransaction } from "../../storage/database.ts";
import { sql } from "../../storage/statement.ts";
import type { Tags } from "../tags.ts";

export const tagMigrations: readonly Migration[] = [
  {
    name: "tags",
    sql: `
      CREATE TABLE ec2_tags (
        partition BIGINT NOT NULL,
        resource_id TEXT NOT NULL,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (partition, resource_id, key)
      );`,
  },
  {
    name: "tags-by-value",
    sql: "CREATE INDEX ec2_tags_by_value ON ec2_tags (partition, key, value, resource_id);",
  },
];

export interface TagRow {
  readonly resourceId: string;
  readonly key: string;
  readonly value: string;
}

/** Tags of all kinds of resources, also of those that have no row of their own (a default VPC). */
export const tagStore = {
  async find(tx: ReadTransaction, resourceId: string): Promise<Tags> {
    return toTags(await tx.all(find, { resourceId }));
  },

  /** Of resources whose ids begin so (`i-`), by their ids. */
  async ofKind(tx: ReadTransaction, prefix: string): Promise<ReadonlyMap<string, Tags>> {
    // The character after the hyphen ends the range.
    const rows = await tx.all(ofKind, { prefix, end: `${prefix.slice(0, -1)}.` });
    const byId = Map.groupBy(rows, (row) => row.resource_id);
    return new Map([...byId].map(([id, own]) => [id, toTags(own)]));
  },

  /** Of resources from one id to another. */
  async ofRange(tx: ReadTransaction, first: string, last: string): Promise<ReadonlyMap<string, Tags>> {
    const byId = Map.groupBy(await tx.all(ofRange, { first, last }), (row) => row.resource_id);
    return new Map([...byId].map(([id, own]) => [id, toTags(own)]));
  },

  /** In the order of resources and keys, after one of them. */
  async list(
    tx: ReadTransaction,
    after: { readonly resourceId: string; readonly key: string },
    limit: number,
  ): Promise<TagRow[]> {
    const rows = await tx.all(list, { ...after, limit });
    return rows.map(({ resource_id: resourceId, key, value }) => ({ resourceId, key, value }));
  },

  async put(tx: WriteTransaction, row: TagRow): Promise<void> {
    await tx.run(put, { ...row });
  },

  async remove(tx: WriteTransaction, { resourceId, key }: Omit<TagRow, "value">): Promise<void> {
    await tx.run(remove, { resourceId, key });
  },

  async removeAll(tx: WriteTransaction, resourceId: string): Promise<void> {
    await tx.run(removeAll, { resourceId });
  },
};

interface Row {
  readonly resource_id: string;
  readonly key: string;
  readonly value: string;
}

function toTags(rows: readonly Row[]): Tags {
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

const columns = "resource_id, key, value";
const find = sql<{ resourceId: string }, Row>(
  `SELECT ${columns} FROM ec2_tags WHERE partition = :partition AND resource_id = :resourceId ORDER BY key`,
);
const ofKind = sql<{ prefix: string; end: string }, Row>(
  `SELECT ${columns} FROM ec2_tags WHERE partition = :partition AND resource_id >= :prefix AND resource_id < :end ORDER BY resource_id, key`,
);
const ofRange = sql<{ first: string; last: string }, Row>(
  `SELECT ${columns} FROM ec2_tags WHERE partition = :partition AND resource_id >= :first AND resource_id <= :last
   ORDER BY resource_id, key`,
);
const list = sql<{ resourceId: string; key: string; limit: number }, Row>(
  `SELECT ${columns} FROM ec2_tags WHERE partition = :partition
   AND (resource_id > :resourceId OR (resource_id = :resourceId AND key > :key)) ORDER BY resource_id, key LIMIT :limit`,
);
const put = sql<{ resourceId: string; key: string; value: string }>(
  `INSERT INTO ec2_tags (partition, resource_id, key, value) VALUES (:partition, :resourceId, :key, :value)
   ON CONFLICT (partition, resource_id, key) DO UPDATE SET value = excluded.value`,
);
const remove = sql<{ resourceId: string; key: string }>(
  "DELETE FROM ec2_tags WHERE partition = :partition AND resource_id = :resourceId AND key = :key",
);
const removeAll = sql<{ resourceId: string }>(
  "DELETE FROM ec2_tags WHERE partition = :partition AND resource_id = :resourceId",
);
