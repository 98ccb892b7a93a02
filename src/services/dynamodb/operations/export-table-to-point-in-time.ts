import { createHash } from "node:crypto";
import { fail } from "../../../platform/aws-error.ts";
import { recoveryWindow } from "../backups/recovery.ts";
import {
  exportConflict,
  invalidExportTime,
  notSupported,
  recoveryUnavailable,
  tableForBackupNotFound,
} from "../errors.ts";
import { type Export, exportsKey } from "../exports/export.ts";
import { exportStore } from "../exports/export-store.ts";
import { toExportDescription } from "../exports/to-export.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";
import { toRecord } from "../tables/known-table.ts";

/** A token is good for so long. Source: "ExportTableToPointInTime", *ClientToken*. */
const tokenMs = 8 * 60 * 60_000;

/** Writes a table as it was at a time into a bucket, in the background. Point-in-time recovery has to be on. */
export const exportTableToPointInTime: DynamoDbOperation<"ExportTableToPointInTime"> = async (input, context) => {
  const { ExportFormat: format = "DYNAMODB_JSON", ExportType: type = "FULL_EXPORT", ClientToken: token } = input;
  if (format !== "DYNAMODB_JSON") throw notSupported(`exports as ${format}`);
  if (type !== "FULL_EXPORT" || input.IncrementalExportSpecification !== undefined)
    throw notSupported("incremental exports");
  if (input.FilterSpecification !== undefined) throw notSupported("exports of some items");
  const { host, state, account, region, principal } = context;
  const name = checkTableName(input.TableArn, context);
  const table = (await state.tables.find(name)) ?? fail(tableForBackupNotFound(input.TableArn ?? ""));
  const nowMs = host.clock.nowMs();
  const window = recoveryWindow(table, nowMs) ?? fail(recoveryUnavailable(table.name));
  const asOfMs = input.ExportTime?.getTime() ?? nowMs;
  if (asOfMs < window.earliestMs || asOfMs > nowMs) throw invalidExportTime();
  const { ClientToken: _token, ...asked } = input;
  const made: Export = {
    account,
    region,
    id: `${String(nowMs).padStart(14, "0")}-${host.random.text(8, "0123456789abcdef")}`,
    token: token ?? host.random.uuid(),
    digest: createHash("sha256").update(JSON.stringify(asked)).digest("base64"),
    status: "IN_PROGRESS",
    failure: undefined,
    startedMs: nowMs,
    endedMs: undefined,
    asOfMs,
    table: toRecord(table),
    by: principal,
    bucket: input.S3Bucket ?? "",
    bucketOwner: input.S3BucketOwner,
    prefix: input.S3Prefix,
    encryption: { algorithm: input.S3SseAlgorithm ?? "AES256", key: input.S3SseKmsKeyId },
    items: 0,
    bytes: 0,
  };
  const begun = await host.storage.partition(exportsKey(context)).write(async (tx) => {
    const former = token === undefined ? undefined : await exportStore.ofToken(tx, context, token);
    if (former && former.startedMs + tokenMs > nowMs) {
      if (former.digest !== made.digest) throw exportConflict();
      return former;
    }
    await exportStore.put(tx, made);
    await tx.setTimer({ kind: "dynamodb.begin-export", key: made.id, dueMs: nowMs, payload: "" });
    return made;
  });
  return { ExportDescription: toExportDescription(begun) };
};
