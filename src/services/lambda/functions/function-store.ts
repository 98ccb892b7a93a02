import type { Database, Migration, Partition, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { FunctionRecord } from "./function.ts";

/** All functions of one account and region are one partition: they change rarely and are listed together. */
export const functionMigrations: readonly Migration[] = [
  {
    name: "functions",
    sql: `
      CREATE TABLE lambda_functions (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      CREATE TABLE lambda_policies (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        statements TEXT NOT NULL,
        revision_id TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      CREATE TABLE lambda_tags (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        tags TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );`,
  },
];

const statements = {
  get: sql<{ name: string }, { record: string }>(
    "SELECT record FROM lambda_functions WHERE partition = :partition AND name = :name",
  ),
  page: sql<{ after: string; limit: number }, { record: string }>(
    "SELECT record FROM lambda_functions WHERE partition = :partition AND name > :after ORDER BY name LIMIT :limit",
  ),
  put: sql<{ name: string; record: string }>(
    `INSERT INTO lambda_functions (partition, name, record) VALUES (:partition, :name, :record)
     ON CONFLICT (partition, name) DO UPDATE SET record = excluded.record`,
  ),
  remove: sql<{ name: string }>("DELETE FROM lambda_functions WHERE partition = :partition AND name = :name"),
  getPolicy: sql<{ name: string }, { statements: string; revision_id: string }>(
    "SELECT statements, revision_id FROM lambda_policies WHERE partition = :partition AND name = :name",
  ),
  putPolicy: sql<{ name: string; statements: string; revisionId: string }>(
    `INSERT INTO lambda_policies (partition, name, statements, revision_id) VALUES (:partition, :name, :statements, :revisionId)
     ON CONFLICT (partition, name) DO UPDATE SET statements = excluded.statements, revision_id = excluded.revision_id`,
  ),
  removePolicy: sql<{ name: string }>("DELETE FROM lambda_policies WHERE partition = :partition AND name = :name"),
  getTags: sql<{ name: string }, { tags: string }>(
    "SELECT tags FROM lambda_tags WHERE partition = :partition AND name = :name",
  ),
  putTags: sql<{ name: string; tags: string }>(
    `INSERT INTO lambda_tags (partition, name, tags) VALUES (:partition, :name, :tags)
     ON CONFLICT (partition, name) DO UPDATE SET tags = excluded.tags`,
  ),
  removeTags: sql<{ name: string }>("DELETE FROM lambda_tags WHERE partition = :partition AND name = :name"),
};

const functionsKind = "lambda.functions";

export function functionPartition(
  storage: Database,
  { account, region }: { account: string; region: string },
): Partition {
  return storage.partition({ account, region, kind: functionsKind, name: "" });
}

export async function getFunction(tx: ReadTransaction, name: string): Promise<FunctionRecord | undefined> {
  const row = await tx.get(statements.get, { name });
  return row && (JSON.parse(row.record) as FunctionRecord);
}

/** By name, at most `limit` after `after` (`""` is the start). */
export async function listFunctions(tx: ReadTransaction, after: string, limit: number): Promise<FunctionRecord[]> {
  const rows = await tx.all(statements.page, { after, limit });
  return rows.map(({ record }) => JSON.parse(record) as FunctionRecord);
}

/** Of every account and region. */
export async function* allFunctions(storage: Database): AsyncGenerator<FunctionRecord> {
  const pageSize = 100;
  for (const key of await storage.listPartitions(functionsKind)) {
    for (let after: string | undefined = ""; after !== undefined; ) {
      const from: string = after;
      const page = await storage.partition(key).read((tx) => listFunctions(tx, from, pageSize));
      yield* page;
      after = page.length < pageSize ? undefined : page.at(-1)?.name;
    }
  }
}

export async function putFunction(tx: WriteTransaction, record: FunctionRecord): Promise<void> {
  await tx.run(statements.put, { name: record.name, record: JSON.stringify(record) });
}

/** The function with its policy and tags. */
export async function removeFunction(tx: WriteTransaction, name: string): Promise<void> {
  await tx.run(statements.remove, { name });
  await tx.run(statements.removePolicy, { name });
  await tx.run(statements.removeTags, { name });
}

export interface StoredPolicy {
  readonly statements: readonly Readonly<Record<string, unknown>>[];
  readonly revisionId: string;
}

export async function getPolicy(tx: ReadTransaction, name: string): Promise<StoredPolicy | undefined> {
  const row = await tx.get(statements.getPolicy, { name });
  return row && { statements: JSON.parse(row.statements), revisionId: row.revision_id };
}

/** A policy without statements is no policy. */
export async function putPolicy(tx: WriteTransaction, name: string, policy: StoredPolicy): Promise<void> {
  if (policy.statements.length === 0) await tx.run(statements.removePolicy, { name });
  else {
    const text = JSON.stringify(policy.statements);
    await tx.run(statements.putPolicy, { name, statements: text, revisionId: policy.revisionId });
  }
}

export async function getTags(tx: ReadTransaction, name: string): Promise<Record<string, string>> {
  const row = await tx.get(statements.getTags, { name });
  return row ? JSON.parse(row.tags) : {};
}

export async function putTags(tx: WriteTransaction, name: string, tags: Record<string, string>): Promise<void> {
  if (Object.keys(tags).length === 0) await tx.run(statements.removeTags, { name });
  else await tx.run(statements.putTags, { name, tags: JSON.stringify(tags) });
}
