import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { type Table, tableArn } from "../tables/table.ts";

/** What is stored of a backup: its table as it was, and its items in partitions of their own, row for row. */
export interface Backup extends Place {
  /** Unique for ever, and the end of its ARN. */
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly status: "CREATING" | "AVAILABLE" | "DELETED";
  readonly table: Table;
  readonly items: number;
  readonly bytes: number;
  /** The partitions that have been copied. */
  readonly copied: readonly number[];
}

export const backupKind = "dynamodb.backup";

/** The backups of one account and region. */
export function backupsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "dynamodb.backups", name: "" };
}

/** One of the partitions of a backup's items. */
export function backupPartitionKey({ account, region }: Place, id: string, partition: number): PartitionKey {
  return { account, region, kind: backupKind, name: `${id}/${partition}` };
}

export function backupArn({ table, id }: Pick<Backup, "table" | "id">): string {
  return `${tableArn(table, table.name)}/backup/${id}`;
}

/** The id of a backup's ARN. */
export function fromBackupArn(arn: string): string | undefined {
  return /^arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/backup\/(\d+-[0-9a-f]+)$/.exec(arn)?.[1];
}
