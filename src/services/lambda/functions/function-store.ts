import type {
  Database,
  Migration,
  Partition,
  PartitionKey,
  ReadTransaction,
  WriteTransaction,
} from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { eachRow } from "../../../storage/each-row.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import { versionStore, withId } from "../versions/version-store.ts";
import { claimedConcurrency, type FunctionFamily, type FunctionRecord, type KnownFunction } from "./function.ts";

/** All functions of one account and region are one partition, with their versions: they change rarely, are listed together and share quotas. */
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

export const functionsKind = "lambda.functions";
const familiesAtOnce = 100;

export function functionPartition(storage: Database, { account, region }: Place): Partition {
  return storage.partition(functionsKey({ account, region }));
}

export function functionsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: functionsKind, name: "" };
}

export interface AccountUsage {
  readonly functions: number;
  /** Concurrency that functions have for themselves. */
  readonly reserved: number;
  readonly codeBytes: number;
}

/** Functions with all that belongs to them but their published versions. */
export const functionStore = {
  async find(tx: ReadTransaction, name: string): Promise<FunctionFamily | undefined> {
    const row = await tx.get(get, { name });
    return row && parseFamily(row.family);
  },

  /** With its versions. Of those that `former` has, only what has changed since is read: a function may have very many. */
  async findKnown(tx: ReadTransaction, name: string, former?: KnownFunction): Promise<KnownFunction | undefined> {
    const family = await functionStore.find(tx, name);
    if (!family) return undefined;
    if (family.lastVersion === 0) return { family, versions: new Map(), versionsChanged: -1 };
    const same = former?.family.latest.id === family.latest.id ? former : undefined;
    return { family, ...(await versionStore.refresh(tx, name, same)) };
  },

  /** By name, at most `limit` after `after` (`""` is the start). */
  async list(tx: ReadTransaction, after: string, limit: number): Promise<FunctionFamily[]> {
    return (await tx.all(page, { after, limit })).map(({ family }) => parseFamily(family));
  },

  async put(tx: WriteTransaction, family: FunctionFamily): Promise<void> {
    const { latest } = family;
    await tx.run(put, {
      name: latest.name,
      family: JSON.stringify(family),
      reserved: claimedConcurrency(family),
      codeBytes: latest.code.sizeBytes,
    });
  },

  /** The function with its versions. */
  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
    await versionStore.removeAll(tx, name);
  },

  /** What the functions of the partition's account and region take of its quotas. */
  async usage(tx: ReadTransaction): Promise<AccountUsage> {
    const functions = await tx.get(usage, {});
    return {
      functions: functions?.functions ?? 0,
      reserved: functions?.reserved ?? 0,
      codeBytes: (functions?.codeBytes ?? 0) + (await versionStore.codeBytes(tx)),
    };
  },

  /** Concurrency that the partition's functions have for themselves. */
  async claimed(tx: ReadTransaction): Promise<number> {
    return (await tx.get(claimed, {}))?.reserved ?? 0;
  },

  /** Of every account and region. */
  async *all(storage: Database): AsyncGenerator<FunctionFamily> {
    for await (const key of eachPartition(storage, functionsKind)) {
      const partition = storage.partition(key);
      yield* eachRow(
        (after: FunctionFamily | undefined) =>
          partition.read((tx) => functionStore.list(tx, after?.latest.name ?? "", familiesAtOnce)),
        familiesAtOnce,
      );
    }
  },

  /** Every version of every function, `$LATEST` among them. */
  async *allRecords(storage: Database): AsyncGenerator<FunctionRecord> {
    for await (const { latest, lastVersion } of functionStore.all(storage)) {
      yield latest;
      if (lastVersion > 0)
        yield* await functionPartition(storage, latest).read((tx) => versionStore.list(tx, latest.name));
    }
  },
};

/** One that was stored before functions had URLs has none. */
function parseFamily(text: string): FunctionFamily {
  const { urls = {}, latest, ...family } = JSON.parse(text) as FunctionFamily;
  return { ...family, latest: withId(latest), urls };
}

const get = sql<{ name: string }, { family: string }>(
  "SELECT family FROM lambda_functions WHERE partition = :partition AND name = :name",
);
const page = sql<{ after: string; limit: number }, { family: string }>(
  "SELECT family FROM lambda_functions WHERE partition = :partition AND name > :after ORDER BY name LIMIT :limit",
);
const put = sql<{ name: string; family: string; reserved: number; codeBytes: number }>(
  `INSERT INTO lambda_functions (partition, name, family, reserved, code_bytes)
   VALUES (:partition, :name, :family, :reserved, :codeBytes)
   ON CONFLICT (partition, name) DO UPDATE SET
     family = excluded.family, reserved = excluded.reserved, code_bytes = excluded.code_bytes`,
);
const remove = sql<{ name: string }>("DELETE FROM lambda_functions WHERE partition = :partition AND name = :name");
const usage = sql<Record<string, never>, { functions: number; reserved: number; codeBytes: number }>(
  `SELECT COUNT(*) AS functions, COALESCE(SUM(reserved), 0) AS reserved, COALESCE(SUM(code_bytes), 0) AS "codeBytes"
   FROM lambda_functions WHERE partition = :partition`,
);
const claimed = sql<Record<string, never>, { reserved: number }>(
  "SELECT COALESCE(SUM(reserved), 0) AS reserved FROM lambda_functions WHERE partition = :partition",
);
