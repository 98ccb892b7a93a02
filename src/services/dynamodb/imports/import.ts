import type { InputCompressionType, TableCreationParameters } from "@aws-sdk/client-dynamodb";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Principal } from "../../principal.ts";
import type { Place } from "../../service.ts";
import { tableArn, tablesKey } from "../tables/table.ts";

/** What is stored of an import of a bucket's objects into a new table. */
export interface Import extends Place {
  /** Unique for ever, and the end of its ARN; it begins with the time. */
  readonly id: string;
  readonly token: string;
  /** Of what was asked for: the same token with something else is a conflict. */
  readonly digest: string;
  readonly status: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly startedMs: number;
  readonly endedMs: number | undefined;
  readonly tableName: string;
  readonly tableId: string;
  /** As they were asked for. */
  readonly parameters: TableCreationParameters;
  /** Who asked for it, and in whose name objects are read. */
  readonly by: Principal;
  readonly bucket: string;
  readonly bucketOwner: string | undefined;
  readonly prefix: string | undefined;
  readonly format: "DYNAMODB_JSON" | "CSV";
  readonly csv: { readonly delimiter: string; readonly header: readonly string[] | undefined } | undefined;
  readonly compression: InputCompressionType;
  /** Bytes of objects, before they are compressed; items that were read, that are in the table, and what was wrong. */
  readonly bytes: number;
  readonly read: number;
  readonly imported: number;
  readonly errors: number;
}

/** Where errors of imports are told. Source: "Validation errors" of "Importing data from Amazon S3". */
export const importLogGroup = "/aws-dynamodb/imports";

/** The imports of one account and region stand with its tables: one that begins and its table are one commit. */
export const importsKey: (at: Place) => PartitionKey = tablesKey;

export function importArn(made: Pick<Import, "account" | "region" | "tableName" | "id">): string {
  return `${tableArn(made, made.tableName)}/import/${made.id}`;
}

/** The id of an import's ARN. */
export function fromImportArn(arn: string): string | undefined {
  return /^arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/import\/(\d+-[0-9a-f]+)$/.exec(arn)?.[1];
}
