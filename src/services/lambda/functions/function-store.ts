import type { Database, Migration, Partition, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { eachRow } from "../../../storage/each-row.ts";
import { sql } from "../../../storage/statement.ts";
import type { FunctionFamily, FunctionRecord } from "./function.ts";

/** All functions of one account and region are one partition: they change rarely, are listed together and share quotas. */
export const functionMigrations: readonly Migration[] = [
  {
    name: "functions",
    sql: `
      CREATE TABLE lambda_functions (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        family TEXT NOT NULL,
        reserved BIGINT NOT NULL,
        code_bytes BIGINT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      CREATE TABLE lambda_versions (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        version BIGINT NOT NULL,
        record TEXT NOT NULL,
        code_bytes BIGINT NOT NULL,
        PRIMARY KEY (partition, name, version)
      );`,
  },
];

const statements = {
  get: sql<{ name: string }, { family: string }>(
    "SELECT family FROM lambda_functions WHERE partition = :partition AND name = :name",
  ),
  page: sql<{ after: string; limit: number }, { family: string }>(
    "SELECT family FROM lambda_functions WHERE partition = :partition AND name > :after ORDER BY name LIMIT :limit",
  ),
  put: sql<{ name: string; family: string; reserved: number; codeBytes: number }>(
    `INSERT INTO lambda_functions (partition, name, family, reserved, code_bytes)
     VALUES (:partition, :name, :family, :reserved, :codeBytes)
     ON CONFLICT (partition, name) DO UPDATE SET
       family = excluded.family, reserved = excluded.reserved, code_bytes = excluded.code_bytes`,
  ),
  remove: sql<{ name: string }>("DELETE FROM lambda_functions WHERE partition = :partition AND name = :name"),
  usage: sql<Record<string, never>, { functions: number; reserved: number; codeBytes: number }>(
    `SELECT COUNT(*) AS functions, COALESCE(SUM(reserved), 0) AS reserved, COALESCE(SUM(code_bytes), 0) AS "codeBytes"
     FROM lambda_functions WHERE partition = :partition`,
  ),
  versions: sql<{ name: string }, { record: string }>(
    "SELECT record FROM lambda_versions WHERE partition = :partition AND name = :name ORDER BY version",
  ),
  putVersion: sql<{ name: string; version: number; record: string; codeBytes: number }>(
    `INSERT INTO lambda_versions (partition, name, version, record, code_bytes)
     VALUES (:partition, :name, :version, :record, :codeBytes)
     ON CONFLICT (partition, name, version) DO UPDATE SET record = excluded.record`,
  ),
  removeVersion: sql<{ name: string; version: number }>(
    "DELETE FROM lambda_versions WHERE partition = :partition AND name = :name AND version = :version",
  ),
  removeVersions: sql<{ name: string }>("DELETE FROM lambda_versions WHERE partition = :partition AND name = :name"),
  versionBytes: sql<Record<string, never>, { codeBytes: number }>(
    `SELECT COALESCE(SUM(code_bytes), 0) AS "codeBytes" FROM lambda_versions WHERE partition = :partition`,
  ),
};

const functionsKind = "lambda.functions";
const familiesAtOnce = 100;

export function functionPartition(
  storage: Database,
  { account, region }: { account: string; region: string },
): Partition {
  return storage.partition({ account, region, kind: functionsKind, name: "" });
}

export async function getFamily(tx: ReadTransaction, name: string): Promise<FunctionFamily | undefined> {
  const row = await tx.get(statements.get, { name });
  return row && parseFamily(row.family);
}

/** By name, at most `limit` after `after` (`""` is the start). */
export async function listFamilies(tx: ReadTransaction, after: string, limit: number): Promise<FunctionFamily[]> {
  const rows = await tx.all(statements.page, { after, limit });
  return rows.map(({ family }) => parseFamily(family));
}

/** One that was stored before functions had URLs has none. */
function parseFamily(text: string): FunctionFamily {
  const { urls = {}, ...family } = JSON.parse(text) as FunctionFamily;
  return { ...family, urls };
}

/** All published versions of one function, by number. */
export async function listVersions(tx: ReadTransaction, name: string): Promise<FunctionRecord[]> {
  const rows = await tx.all(statements.versions, { name });
  return rows.map(({ record }) => JSON.parse(record) as FunctionRecord);
}

/** Of every account and region. */
export async function* allFamilies(storage: Database): AsyncGenerator<FunctionFamily> {
  for await (const key of eachPartition(storage, functionsKind)) {
    const partition = storage.partition(key);
    yield* eachRow(
      (after: FunctionFamily | undefined) =>
        partition.read((tx) => listFamilies(tx, after?.latest.name ?? "", familiesAtOnce)),
      familiesAtOnce,
    );
  }
}

/** Every version of every function, `$LATEST` among them. */
export async function* allRecords(storage: Database): AsyncGenerator<FunctionRecord> {
  for await (const { latest, lastVersion } of allFamilies(storage)) {
    yield latest;
    if (lastVersion > 0) yield* await functionPartition(storage, latest).read((tx) => listVersions(tx, latest.name));
  }
}

export async function putFamily(tx: WriteTransaction, family: FunctionFamily): Promise<void> {
  const { latest } = family;
  await tx.run(statements.put, {
    name: latest.name,
    family: JSON.stringify(family),
    reserved: claimedConcurrency(family),
    codeBytes: latest.code.sizeBytes,
  });
}

export async function putVersion(tx: WriteTransaction, record: FunctionRecord): Promise<void> {
  const { name, version, code } = record;
  await tx.run(statements.putVersion, {
    name,
    version: Number(version),
    record: JSON.stringify(record),
    codeBytes: code.sizeBytes,
  });
}

export async function removeVersion(tx: WriteTransaction, name: string, version: string): Promise<void> {
  await tx.run(statements.removeVersion, { name, version: Number(version) });
}

/** The function with its versions. */
export async function removeFamily(tx: WriteTransaction, name: string): Promise<void> {
  await tx.run(statements.remove, { name });
  await tx.run(statements.removeVersions, { name });
}

export interface AccountUsage {
  readonly functions: number;
  /** Concurrency that functions have for themselves. */
  readonly reserved: number;
  readonly codeBytes: number;
}

/** What the functions of the partition's account and region take of its quotas. */
export async function readUsage(tx: ReadTransaction): Promise<AccountUsage> {
  const functions = await tx.get(statements.usage, {});
  const versions = await tx.get(statements.versionBytes, {});
  return {
    functions: Number(functions?.functions ?? 0),
    reserved: Number(functions?.reserved ?? 0),
    codeBytes: Number(functions?.codeBytes ?? 0) + Number(versions?.codeBytes ?? 0),
  };
}

/** What nobody else can use: provisioned concurrency is part of a function's reserved concurrency, where it has one. */
export function claimedConcurrency({ reservedConcurrency, provisioned }: FunctionFamily): number {
  if (reservedConcurrency !== undefined) return reservedConcurrency;
  return Object.values(provisioned).reduce((sum, { requested }) => sum + requested, 0);
}
