import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Effect, Firing } from "../../../storage/database.ts";
import type { EffectContext, EffectReceiver, ServiceHost, ServiceTimer } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { backupPartitionKey } from "../backups/backup.ts";
import { toBeginCopy, toCopiedParts } from "../backups/copy.ts";
import { toItemJson } from "../items/item-json.ts";
import { itemStore } from "../items/item-store.ts";
import { firstKey, keyAfter, lastKey } from "../items/row-key.ts";
import { layoutOf, partsOf } from "../partitions/layout.ts";
import type { DynamoDbState } from "../state.ts";
import { toDropPartition } from "../tables/drop-partition.ts";
import { tableArn } from "../tables/table.ts";
import { type Export, exportArn, exportFolder, exportsKey } from "./export.ts";
import { type ExportFile, exportStore } from "./export-store.ts";
import { putObject, toFailure } from "./put-object.ts";
import type { Written } from "./write-timer.ts";

const compress = promisify(gzip);
/** Of one object, before it is compressed. */
const fileBytes = 4 * 1024 * 1024;
const pageItems = 200;
const filesPerRead = 1_000;

/** The bucket is tried, and the table copied as it was: row for row, so that nothing that is written meanwhile gets in between. The timer's key is the export's id. */
export const beginExport: ServiceTimer<DynamoDbState> = {
  fire: async (firing, { host }) => {
    const made = await findRunning(host, firing, firing.key);
    const failure = made && (await failureOf(() => putObject(host, made, "_started", Buffer.alloc(0))));
    const effectId = host.random.uuid();
    await host.storage.partition(firing.from).write(async (tx) => {
      await firing.settle(tx);
      if (!made) return;
      const { account, region, table, asOfMs, id } = made;
      if (failure) return exportStore.put(tx, failed(made, failure, host.clock.nowMs()));
      const from = { table: table.id, name: table.name };
      const copy = { from, to: { export: id }, partitions: toCopiedParts(layoutOf(table)), asOfMs };
      await tx.emit(toBeginCopy({ account, region, ...copy }, effectId));
    });
  },
};

/** One object of a partition's items: done again it is the same one. */
export const writeExport: ServiceTimer<DynamoDbState> = {
  fire: async (firing, { host }) => {
    const written = JSON.parse(firing.payload) as Written;
    const { storage, clock, random } = host;
    const made = await findRunning(host, firing, written.export);
    const file = made && (await readFile(host, firing, written));
    const name = createHash("sha256").update(`${written.export} ${written.source} ${written.number}`).digest("hex");
    let put: ExportFile | undefined;
    const failure =
      made &&
      file &&
      (await failureOf(async () => {
        const { key, md5, etag } = await putObject(host, made, `data/${name.slice(0, 32)}.json.gz`, file.body);
        const { items, bytes, after } = file;
        const { source, number } = written;
        put = { source, number, items, bytes, md5, etag, key, isLast: after === undefined };
      }));
    const effectId = random.uuid();
    await storage.partition(firing.from).write(async (tx) => {
      const after = failure ? undefined : file?.after;
      const next = after === undefined ? undefined : { ...written, after, number: written.number + 1 };
      await firing.settle(tx, next && { dueMs: clock.nowMs(), payload: JSON.stringify(next) });
      if (made) await tx.emit(toProgress(made, { file: put, failure }, effectId));
    });
  },
};

interface File {
  readonly body: Buffer;
  readonly items: number;
  readonly bytes: number;
  /** Behind which row the next begins; undefined where this is the last. */
  readonly after: string | undefined;
}

async function readFile({ storage }: ServiceHost, { from }: Firing, written: Written): Promise<File> {
  const lines: string[] = [];
  let [characters, bytes] = [0, 0];
  let after = written.after;
  for (;;) {
    const start = after === "" ? firstKey : keyAfter(Buffer.from(after, "base64"));
    const rows = await storage
      .partition(from)
      .read((tx) => itemStore.page(tx, { from: start, to: lastKey }, { limit: pageItems, isBackward: false }));
    for (const { key, stored } of rows) {
      const line = `{"Item":${toItemJson(stored.item)}}\n`;
      lines.push(line);
      characters += line.length;
      bytes += stored.size;
      after = key.toString("base64");
      if (characters >= fileBytes) break;
    }
    const isLast = characters < fileBytes && rows.length < pageItems;
    if (!isLast && characters < fileBytes) continue;
    const body = await compress(lines.join(""));
    return { body, items: lines.length, bytes, after: isLast ? undefined : after };
  }
}

interface Progress {
  readonly export: string;
  readonly file: ExportFile | undefined;
  readonly failure: Export["failure"];
}

function toProgress(
  { account, region, id }: Export,
  { file, failure }: Omit<Progress, "export">,
  effectId: string,
): Effect {
  const payload = JSON.stringify({ account, region, export: id, file, failure });
  return { topic: "dynamodb.export-progress", id: effectId, payload };
}

/** One object more is there. When the last one is, the manifests follow. */
export const exportProgress: EffectReceiver<DynamoDbState> = async ({ payload }, _from, { host }) => {
  const { account, region, file, failure, ...told } = JSON.parse(payload) as Progress &
    Pick<Export, "account" | "region">;
  const at = { account, region };
  const { clock, random } = host;
  const effectIds = Array.from({ length: 64 }, () => random.uuid());
  await host.storage.partition(exportsKey(at)).write(async (tx) => {
    const made = await exportStore.find(tx, at, told.export);
    if (made?.status !== "IN_PROGRESS") return;
    if (failure) {
      await exportStore.put(tx, failed(made, failure, clock.nowMs()));
      for (const effect of toDropCopy(made, effectIds)) await tx.emit(effect);
      return;
    }
    if (file) await exportStore.putFile(tx, made.id, file);
    const expected = await exportStore.expected(tx, made.id);
    const totals = await exportStore.totals(tx, made.id);
    if (expected.sources < partsOf(made.table).length || totals.files < expected.files) return;
    await tx.setTimer({ kind: "dynamodb.finish-export", key: made.id, dueMs: clock.nowMs(), payload: "" });
  });
  return delivered;
};

/** The manifests are written last: who finds them finds everything. The timer's key is the export's id. */
export const finishExport: ServiceTimer<DynamoDbState> = {
  fire: async (firing, context) => {
    const { host } = context;
    const made = await findRunning(host, firing, firing.key);
    const endedMs = host.clock.nowMs();
    const totals = await host.storage.partition(firing.from).read((tx) => exportStore.totals(tx, firing.key));
    const done: Export | undefined = made && { ...made, ...totals, status: "COMPLETED", endedMs };
    const failure = done && (await failureOf(() => writeManifests(host, firing, done)));
    const effectIds = Array.from({ length: 64 }, () => host.random.uuid());
    await host.storage.partition(firing.from).write(async (tx) => {
      await firing.settle(tx);
      if (!done) return;
      const { files: _files, ...record } = { ...done, files: 0 };
      await exportStore.put(tx, failure ? failed(made, failure, endedMs) : record);
      for (const effect of toDropCopy(made, effectIds)) await tx.emit(effect);
    });
    if (done && !failure) bill(context, done);
  },
};

async function writeManifests(host: ServiceHost, firing: Firing, made: Export): Promise<void> {
  const lines: string[] = [];
  let after = { source: -1, number: -1 };
  for (;;) {
    const page = await host.storage
      .partition(firing.from)
      .read((tx) => exportStore.files(tx, made.id, after, filesPerRead));
    for (const { items, md5, etag, key } of page)
      lines.push(`${JSON.stringify({ itemCount: items, md5Checksum: md5, etag, dataFileS3Key: key })}\n`);
    const last = page.at(-1);
    if (!last || page.length < filesPerRead) break;
    after = { source: last.source, number: last.number };
  }
  await putWithDigest(host, made, "manifest-files", Buffer.from(lines.join("")));
  const summary = {
    version: "2023-08-01",
    exportArn: exportArn(made),
    startTime: new Date(made.startedMs).toISOString(),
    endTime: new Date(made.endedMs ?? 0).toISOString(),
    tableArn: tableArn(made.table, made.table.name),
    tableId: made.table.id,
    exportTime: new Date(made.asOfMs).toISOString(),
    s3Bucket: made.bucket,
    s3Prefix: made.prefix ?? null,
    s3SseAlgorithm: made.encryption.algorithm,
    s3SseKmsKeyId: made.encryption.key ?? null,
    manifestFilesS3Key: `${exportFolder(made)}/manifest-files.json`,
    billedSizeBytes: made.bytes,
    itemCount: made.items,
    outputFormat: "DYNAMODB_JSON",
    exportType: "FULL_EXPORT",
  };
  await putWithDigest(host, made, "manifest-summary", Buffer.from(JSON.stringify(summary)));
}

async function putWithDigest(host: ServiceHost, made: Export, name: string, body: Buffer): Promise<void> {
  const { md5 } = await putObject(host, made, `${name}.json`, body);
  await putObject(host, made, `${name}.md5`, Buffer.from(md5));
}

function bill({ state, host }: EffectContext<DynamoDbState>, { account, region, table, bytes }: Export): void {
  state.metering.bill(table, { account, region, usageType: "ExportDataSize-Bytes", gigabytes: bytes / 1024 ** 3 });
  host.log.debug("a table is exported", { table: table.name });
}

async function findRunning(
  { storage }: ServiceHost,
  { from: { account, region } }: Firing,
  id: string,
): Promise<Export | undefined> {
  const at = { account, region };
  const made = await storage.partition(exportsKey(at)).read((tx) => exportStore.find(tx, at, id));
  return made?.status === "IN_PROGRESS" ? made : undefined;
}

async function failureOf(run: () => Promise<unknown>): Promise<Export["failure"]> {
  try {
    await run();
    return undefined;
  } catch (error) {
    const failure = toFailure(error);
    if (failure) return failure;
    throw error;
  }
}

function failed(made: Export | undefined, failure: Export["failure"], endedMs: number): Export {
  return { ...(made as Export), status: "FAILED", failure, endedMs };
}

function toDropCopy(made: Export | undefined, effectIds: string[]): Effect[] {
  if (!made) return [];
  return partsOf(made.table).map(({ number }, at) =>
    toDropPartition(backupPartitionKey(made, made.id, number), effectIds[at] ?? ""),
  );
}
