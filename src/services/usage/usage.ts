import type { Database, Migration, PartitionKey, WriteTransaction } from "../../storage/database.ts";
import { sql } from "../../storage/statement.ts";
import type { UsageType } from "./price-list.ts";

/**
 * What has been used, by hour: a ledger that every service may write in and that Cost Explorer reads. Quantities of one hour and
 * key add up. Nothing is written while nothing is used.
 */
export interface UsageRecord {
  /** Cost Explorer's name: `AWS Lambda`. */
  readonly service: string;
  /** Without a region's prefix: `Request`, `Lambda-GB-Second-ARM`. */
  readonly usageType: UsageType;
  /** `Invoke` */
  readonly operation: string;
  readonly region: string;
  /** ARN. */
  readonly resource: string;
  /** The resource's tags at that time. */
  readonly tags: Readonly<Record<string, string>>;
  /** Any time in the hour. */
  readonly atMs: number;
  /** In the usage type's unit. */
  readonly quantity: number;
}

/** One hour's sum. */
export interface UsageHour extends Omit<UsageRecord, "atMs" | "usageType"> {
  /** One of an older ledger may have no price any more. */
  readonly usageType: string;
  readonly hourMs: number;
}

const hourMs = 60 * 60 * 1000;
const dayS = 24 * 60 * 60;

/** Adds records to the ledger: one write for each month that they are of. */
export async function recordUsage(storage: Database, account: string, records: readonly UsageRecord[]): Promise<void> {
  const byMonth = Map.groupBy(records, ({ atMs }) => monthOf(atMs));
  for (const [month, group] of byMonth) {
    const hours = sumHours(group);
    await storage.partition(monthKey(account, month)).write(async (tx) => {
      for (const hour of hours) await addHour(tx, hour);
    });
  }
}

/** The sums of the hours that begin in the range, oldest first. Days are read one after the other, so memory holds one. */
export async function* readUsage(
  storage: Database,
  account: string,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): AsyncGenerator<UsageHour> {
  for (const month of monthsBetween(fromMs, toMs)) {
    const partition = storage.partition(monthKey(account, month));
    const endS = Math.ceil(toMs / 1000);
    let fromS = Math.floor(fromMs / 1000);
    for (;;) {
      const next = await partition.read((tx) => tx.get(nextHour, { fromS, toS: endS }));
      if (!next || next.hour_s === null) break;
      fromS = next.hour_s;
      const range = { fromS, toS: Math.min(fromS + dayS, endS) };
      for (const row of await partition.read((tx) => tx.all(list, range))) yield toHour(row);
      fromS = range.toS;
    }
  }
}

/** `2026-11` */
export function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}

/** The first moment of the month that the time is in, and of the one after. */
export function monthBounds(atMs: number): { startMs: number; endMs: number } {
  const date = new Date(atMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { startMs: Date.UTC(year, month), endMs: Date.UTC(year, month + 1) };
}

export const usageMigrations: readonly Migration[] = [
  {
    name: "001-usage-hours",
    sql: `
      CREATE TABLE usage_hours (
        partition BIGINT NOT NULL, hour_s BIGINT NOT NULL, service TEXT NOT NULL, usage_type TEXT NOT NULL,
        operation TEXT NOT NULL, region TEXT NOT NULL, resource TEXT NOT NULL, tags TEXT NOT NULL,
        quantity DOUBLE PRECISION NOT NULL,
        PRIMARY KEY (partition, hour_s, service, usage_type, operation, region, resource, tags)
      );
    `,
  },
];

/** Of a region's functions, but a bill is of the whole account. */
function monthKey(account: string, month: string): PartitionKey {
  return { account, region: "", kind: "usage.month", name: month };
}

function* monthsBetween(fromMs: number, toMs: number): Generator<string> {
  for (let atMs = fromMs; atMs < toMs; atMs = monthBounds(atMs).endMs) yield monthOf(atMs);
}

function sumHours(records: readonly UsageRecord[]): HourParameters[] {
  const hours = new Map<string, HourParameters>();
  for (const { service, usageType, operation, region, resource, quantity, ...record } of records) {
    if (quantity === 0) continue;
    const hourS = (Math.floor(record.atMs / hourMs) * hourMs) / 1000;
    const tags = JSON.stringify(Object.entries(record.tags).sort(([a], [b]) => (a < b ? -1 : 1)));
    const key = JSON.stringify([hourS, service, usageType, operation, region, resource, tags]);
    const before = hours.get(key)?.quantity ?? 0;
    hours.set(key, { hourS, service, usageType, operation, region, resource, tags, quantity: before + quantity });
  }
  return [...hours.values()];
}

async function addHour(tx: WriteTransaction, hour: HourParameters): Promise<void> {
  await tx.run(add, hour);
}

type HourParameters = {
  hourS: number;
  service: string;
  usageType: string;
  operation: string;
  region: string;
  resource: string;
  /** JSON: pairs in the order of their keys. */
  tags: string;
  quantity: number;
};

interface HourRow {
  readonly hour_s: number;
  readonly service: string;
  readonly usage_type: string;
  readonly operation: string;
  readonly region: string;
  readonly resource: string;
  readonly tags: string;
  readonly quantity: number;
}

const add = sql<HourParameters>(
  `INSERT INTO usage_hours (partition, hour_s, service, usage_type, operation, region, resource, tags, quantity)
   VALUES (:partition, :hourS, :service, :usageType, :operation, :region, :resource, :tags, :quantity)
   ON CONFLICT (partition, hour_s, service, usage_type, operation, region, resource, tags)
   DO UPDATE SET quantity = usage_hours.quantity + excluded.quantity`,
);
const nextHour = sql<{ fromS: number; toS: number }, { hour_s: number | null }>(
  "SELECT MIN(hour_s) AS hour_s FROM usage_hours WHERE partition = :partition AND hour_s >= :fromS AND hour_s < :toS",
);
const list = sql<{ fromS: number; toS: number }, HourRow>(
  `SELECT hour_s, service, usage_type, operation, region, resource, tags, quantity FROM usage_hours
   WHERE partition = :partition AND hour_s >= :fromS AND hour_s < :toS
   ORDER BY hour_s, service, usage_type, operation, region, resource, tags`,
);

function toHour({ hour_s, usage_type, tags, ...row }: HourRow): UsageHour {
  return {
    ...row,
    hourMs: hour_s * 1000,
    usageType: usage_type,
    tags: Object.fromEntries(JSON.parse(tags)),
    quantity: row.quantity,
  };
}
