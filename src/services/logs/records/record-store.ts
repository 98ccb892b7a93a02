import type { PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";

/** What an account has a few of in a region, each kind in a partition of its own. */
export interface RecordKinds {
  "logs.resource-policies": { readonly document: string };
  "logs.export-tasks": ExportTask;
  "logs.delivery-destinations": DeliveryDestination;
  "logs.delivery-sources": DeliverySource;
  "logs.deliveries": Delivery;
}

/** A copy of a group's events of a time to a bucket. */
export interface ExportTask {
  readonly taskName: string | undefined;
  readonly group: string;
  /** A group that is made again under its name is not exported. Undefined in a task of before there was this. */
  readonly groupId?: string;
  readonly streamPrefix: string | undefined;
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucket: string;
  readonly prefix: string;
  readonly status: "PENDING" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED";
  readonly message: string;
  readonly createdMs: number;
  readonly completedMs: number | undefined;
}

/** Where the logs that other services vend may be delivered. */
export interface DeliveryDestination {
  readonly type: "S3" | "CWL" | "FH" | "XRAY";
  /** The bucket, log group or stream; undefined for X-Ray. */
  readonly resourceArn: string | undefined;
  readonly outputFormat: string | undefined;
  /** Who of other accounts may deliver there. */
  readonly policy: string | undefined;
  /** Undefined in one of before there was this. */
  readonly createdMs?: number;
  readonly tags: Tags;
}

/** A resource of another service, and which of its logs are vended. */
export interface DeliverySource {
  readonly resourceArn: string;
  readonly service: string;
  readonly logType: string;
  readonly createdMs: number;
  readonly tags: Tags;
}

/** What leads a source's logs to a destination. */
export interface Delivery {
  readonly source: string;
  readonly destinationArn: string;
  readonly type: DeliveryDestination["type"];
  readonly recordFields: readonly string[] | undefined;
  readonly fieldDelimiter: string | undefined;
  readonly suffixPath: string | undefined;
  readonly isHiveCompatible: boolean;
  readonly createdMs: number;
  readonly tags: Tags;
}

export type RecordKind = keyof RecordKinds;
export type Named<K extends RecordKind> = RecordKinds[K] & { readonly name: string; readonly modifiedMs: number };

export function recordsKey({ account, region }: Place, kind: RecordKind): PartitionKey {
  return { account, region, kind, name: "" };
}

export const recordStore = {
  async find<K extends RecordKind>(tx: ReadTransaction, _kind: K, name: string): Promise<Named<K> | undefined> {
    const row = await tx.get(get, { name });
    return row && (toRecord(row) as Named<K>);
  },

  /** In the order of their names. */
  async list<K extends RecordKind>(tx: ReadTransaction, _kind: K): Promise<Named<K>[]> {
    return (await tx.all(list, {})).map((row) => toRecord(row) as Named<K>);
  },

  async put<K extends RecordKind>(
    tx: WriteTransaction,
    _kind: K,
    { name, modifiedMs, ...record }: Named<K>,
  ): Promise<void> {
    await tx.run(put, { name, modifiedMs, record: JSON.stringify(record) });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },
};

interface Row {
  readonly name: string;
  readonly modified_ms: number;
  readonly record: string;
}

const get = sql<{ name: string }, Row>("SELECT * FROM logs_records WHERE partition = :partition AND name = :name");
const list = sql<Record<never, never>, Row>("SELECT * FROM logs_records WHERE partition = :partition ORDER BY name");
const put = sql<{ name: string; modifiedMs: number; record: string }>(
  `INSERT INTO logs_records (partition, name, modified_ms, record) VALUES (:partition, :name, :modifiedMs, :record)
   ON CONFLICT (partition, name) DO UPDATE SET modified_ms = excluded.modified_ms, record = excluded.record`,
);
const remove = sql<{ name: string }>("DELETE FROM logs_records WHERE partition = :partition AND name = :name");

function toRecord(row: Row): object {
  return { ...JSON.parse(row.record), name: row.name, modifiedMs: row.modified_ms };
}
