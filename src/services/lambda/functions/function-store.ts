import type { Database, Migration, Partition, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { eachRow } from "../../../storage/each-row.ts";
import { sql } from "../../../storage/statement.ts";
import type { FunctionFamily, FunctionRecord, KnownFunction } from "./function.ts";

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
  {
    // Of 0 are the versions that were there before. A removed one keeps its row without a record, until the function goes.
    name: "changed-versions",
    sql: `
      ALTER TABLE lambda_versions ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
      CREATE INDEX lambda_versions_changed ON lambda_versions (partition, name, changed);
      CREATE INDEX lambda_versions_usage ON lambda_versions (partition, code_bytes);
      CREATE INDEX lambda_functions_usage ON lambda_functions (partition, reserved, code_bytes);`,
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
  claimed: sql<Record<string, never>, { reserved: number }>(
    "SELECT COALESCE(SUM(reserved), 0) AS reserved FROM lambda_functions WHERE partition = :partition",
  ),
  version: sql<{ name: string; version: number }, { record: string }>(
    "SELECT record FROM lambda_versions WHERE partition = :partition AND name = :name AND version = :version",
  ),
  versions: sql<{ name: string }, { record: string }>(
    "SELECT record FROM lambda_versions WHERE partition = :partition AND name = :name AND record <> '' ORDER BY version",
  ),
  changedVersions: sql<{ name: string; after: number }, { version: number; record: string; changed: number }>(
    `SELECT version, record, changed FROM lambda_versions
     WHERE partition = :partition AND name = :name AND changed > :after ORDER BY version`,
  ),
  putVersion: sql<{ name: string; version: number; record: string; codeBytes: number; changed: number }>(
    `INSERT INTO lambda_versions (partition, name, version, record, code_bytes, changed)
     VALUES (:partition, :name, :version, :record, :codeBytes, :changed)
     ON CONFLICT (partition, name, version) DO UPDATE SET
       record = excluded.record, code_bytes = excluded.code_bytes, changed = excluded.changed`,
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
  const { urls = {}, latest, ...family } = JSON.parse(text) as FunctionFamily;
  return { ...family, latest: withId(latest), urls };
}

function parseRecord(text: string): FunctionRecord {
  return withId(JSON.parse(text) as FunctionRecord);
}

/** One that was stored before functions had ids has none. */
function withId(record: FunctionRecord): FunctionRecord {
  return record.id === undefined ? { ...record, id: "" } : record;
}

/** All published versions of one function, by number. */
export async function listVersions(tx: ReadTransaction, name: string): Promise<FunctionRecord[]> {
  const rows = await tx.all(statements.versions, { name });
  return rows.map(({ record }) => parseRecord(record));
}

export async function getVersion(
  tx: ReadTransaction,
  name: string,
  version: string,
): Promise<FunctionRecord | undefined> {
  const row = await tx.get(statements.version, { name, version: Number(version) });
  return row?.record ? parseRecord(row.record) : undefined;
}

/** The function with its versions. Of those that `former` has, only what has changed since is read: a function may have very many. */
export async function getKnown(
  tx: ReadTransaction,
  name: string,
  former?: KnownFunction,
): Promise<KnownFunction | undefined> {
  const family = await getFamily(tx, name);
  if (!family) return undefined;
  const same = former?.family.latest.id === family.latest.id ? former : undefined;
  if (family.lastVersion === 0) return { family, versions: new Map(), versionsChanged: -1 };
  const after = same?.versionsChanged ?? -1;
  const rows = await tx.all(statements.changedVersions, { name, after });
  if (same && rows.length === 0) return { ...same, family };
  const versions = new Map(same?.versions);
  let versionsChanged = after;
  for (const { version, record, changed } of rows) {
    versionsChanged = Math.max(versionsChanged, Number(changed));
    if (record === "") versions.delete(String(version));
    else versions.set(String(version), parseRecord(record));
  }
  return { family, versions, versionsChanged };
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
    changed: await tx.nextSequence(),
  });
}

/** Its number is never used again. */
export async function removeVersion(tx: WriteTransaction, name: string, version: string): Promise<void> {
  const changed = await tx.nextSequence();
  await tx.run(statements.putVersion, { name, version: Number(version), record: "", codeBytes: 0, changed });
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

/** Concurrency that the partition's functions have for themselves. */
export async function readClaimed(tx: ReadTransaction): Promise<number> {
  return Number((await tx.get(statements.claimed, {}))?.reserved ?? 0);
}

/** What nobody else can use: provisioned concurrency is part of a function's reserved concurrency, where it has one. */
export function claimedConcurrency({ reservedConcurrency, provisioned }: FunctionFamily): number {
  if (reservedConcurrency !== undefined) return reservedConcurrency;
  return Object.values(provisioned).reduce((sum, { requested }) => sum + requested, 0);
}
