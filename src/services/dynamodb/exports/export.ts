import type { PartitionKey } from "../../../storage/database.ts";
import type { Principal } from "../../principal.ts";
import type { Place } from "../../service.ts";
import { type Table, tableArn } from "../tables/table.ts";

/** What is stored of an export of a table to a bucket. */
export interface Export extends Place {
  /** Unique for ever, and the end of its ARN; it begins with the time. */
  readonly id: string;
  readonly token: string | undefined;
  /** Of what was asked for: the same token with something else is a conflict. */
  readonly digest: string;
  readonly status: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly startedMs: number;
  readonly endedMs: number | undefined;
  /** The time whose state is exported. */
  readonly asOfMs: number;
  readonly table: Table;
  /** Who asked for it, and in whose name objects are written. */
  readonly by: Principal;
  readonly bucket: string;
  readonly bucketOwner: string | undefined;
  readonly prefix: string | undefined;
  readonly encryption: { readonly algorithm: "AES256" | "KMS"; readonly key: string | undefined };
  readonly items: number;
  readonly bytes: number;
}

/** The exports of one account and region. */
export function exportsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "dynamodb.exports", name: "" };
}

export function exportArn({ table, id }: Pick<Export, "table" | "id">): string {
  return `${tableArn(table, table.name)}/export/${id}`;
}

/** The id of an export's ARN. */
export function fromExportArn(arn: string): string | undefined {
  return /^arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/export\/(\d+-[0-9a-f]+)$/.exec(arn)?.[1];
}

/** Where its objects are, without the end. */
export function exportFolder({ prefix, id }: Pick<Export, "prefix" | "id">): string {
  return `${prefix === undefined || prefix === "" ? "" : `${prefix.replace(/\/$/, "")}/`}AWSDynamoDB/${id}`;
}
