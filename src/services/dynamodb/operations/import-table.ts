import { createHash } from "node:crypto";
import { importConflict, notSupported, parameterInvalid } from "../errors.ts";
import { type Import, importsKey } from "../imports/import.ts";
import { importStore } from "../imports/import-store.ts";
import { toImportDescription } from "../imports/to-import.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { addTable } from "../tables/add-table.ts";
import { toNewTable } from "../tables/new-table.ts";

/** A token is good for so long. Source: "ImportTable", *ClientToken*. */
const tokenMs = 8 * 60 * 60_000;

/** Makes a table of what objects of a bucket hold, in the background: until all are read it is CREATING. */
export const importTable: DynamoDbOperation<"ImportTable"> = async (input, context) => {
  const { InputFormat: format, InputFormatOptions: options, S3BucketSource: source, ClientToken: token } = input;
  if (format !== "DYNAMODB_JSON" && format !== "CSV") throw notSupported(`imports of ${format}`);
  if (options?.Csv && format !== "CSV") throw parameterInvalid("CSV options can only be specified for the CSV format");
  const { host, account, region, principal } = context;
  const parameters = input.TableCreationParameters ?? {};
  const nowMs = host.clock.nowMs();
  const { ClientToken: _token, ...asked } = input;
  const digest = createHash("sha256").update(JSON.stringify(asked)).digest("base64");
  const partition = host.storage.partition(importsKey(context));
  const former =
    token === undefined ? undefined : await partition.read((tx) => importStore.ofToken(tx, context, token));
  if (former && former.startedMs + tokenMs > nowMs) {
    if (former.digest !== digest) throw importConflict();
    return { ImportTableDescription: toImportDescription(former) };
  }
  const table = await toNewTable(parameters as Parameters<typeof toNewTable>[0], context);
  const made: Import = {
    account,
    region,
    id: `${String(nowMs).padStart(14, "0")}-${host.random.text(8, "0123456789abcdef")}`,
    token: token ?? host.random.uuid(),
    digest,
    status: "IN_PROGRESS",
    failure: undefined,
    startedMs: nowMs,
    endedMs: undefined,
    tableName: table.name,
    tableId: table.id,
    parameters: parameters as Import["parameters"],
    by: principal,
    bucket: source?.S3Bucket ?? "",
    bucketOwner: source?.S3BucketOwner,
    prefix: source?.S3KeyPrefix,
    format,
    csv: format === "CSV" ? { delimiter: options?.Csv?.Delimiter ?? ",", header: options?.Csv?.HeaderList } : undefined,
    compression: input.InputCompressionType ?? "NONE",
    bytes: 0,
    read: 0,
    imported: 0,
    errors: 0,
  };
  await addTable(context, table, async (tx) => {
    await importStore.put(tx, made);
    await tx.setTimer({ kind: "dynamodb.import", key: made.id, dueMs: nowMs, payload: "" });
  });
  return { ImportTableDescription: toImportDescription(made) };
};
