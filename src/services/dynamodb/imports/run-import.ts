import { pipeline, Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { CallOptions, EffectContext, ServiceHost, ServiceTimer } from "../../service.ts";
import { inBucketsRegion } from "../exports/in-buckets-region.ts";
import { toFailure } from "../exports/put-object.ts";
import { itemStore } from "../items/item-store.ts";
import { type RowKey, toRowKey } from "../items/row-key.ts";
import { storeItem } from "../items/store-item.ts";
import { StoredItem } from "../items/stored-item.ts";
import type { DynamoDbState } from "../state.ts";
import { toActivation } from "../tables/activation.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { toRemoval } from "../tables/removal.ts";
import { itemsKey } from "../tables/table.ts";
import type { Item } from "../values/attribute-value.ts";
import { type Import, importArn, importLogGroup } from "./import.ts";
import { importStore } from "./import-store.ts";
import { CsvReader, LineReader, type RecordReader } from "./record-reader.ts";
import { fromCsvRow, fromJsonLine } from "./to-imported-item.ts";

/** Items that are written at a time. */
const batchItems = 200;
/** Errors of one object that are told. */
const mostTold = 1_000;

/** The timer's key is the import's id, its payload the name of the last object that is done. One object after the other: one that was not done to its end is begun anew: its items are the same. */
export const runImport: ServiceTimer<DynamoDbState> = {
  fire: async (firing, context) => {
    const { host, state } = context;
    const { storage, clock } = host;
    const at = { account: firing.from.account, region: firing.from.region };
    const made = await storage.partition(firing.from).read((tx) => importStore.find(tx, at, firing.key));
    const table = made && (await state.tables.find({ ...at, name: made.tableName }));
    let step: Step | Import["failure"];
    if (made?.status === "IN_PROGRESS")
      step =
        table?.id === made.tableId
          ? await nextObject(context, made, table, firing.payload, firing.signal)
          : { code: "ResourceNotFoundException", message: `Table not found: ${made.tableName}` };
    const nowMs = clock.nowMs();
    const isEnd = step !== undefined && ("code" in step || step.key === undefined);
    await storage.partition(firing.from).write(async (tx) => {
      const next = step && "key" in step && step.key !== undefined ? step.key : undefined;
      await firing.settle(tx, next === undefined ? undefined : { dueMs: nowMs, payload: next });
      if (!made || !step) return;
      if ("code" in step) return importStore.put(tx, { ...made, status: "FAILED", failure: step, endedMs: nowMs });
      const { bytes, read, imported, errors } = step;
      await importStore.put(tx, {
        ...made,
        bytes: made.bytes + bytes,
        read: made.read + read,
        imported: made.imported + imported,
        errors: made.errors + errors,
        ...(isEnd && { status: "COMPLETED" as const, endedMs: nowMs }),
      });
    });
    if (isEnd && made) await (step && "code" in step && step.code === noBucket ? remove : activate)(context, made);
  },
};

/** What one object has brought. */
interface Step {
  /** Its name; undefined where there is none any more. */
  readonly key: string | undefined;
  bytes: number;
  read: number;
  imported: number;
  errors: number;
}

/** The table can be used: whether all that was to be read was, the import tells. Doing it again does nothing. */
async function activate({ state, host }: EffectContext<DynamoDbState>, made: Import): Promise<void> {
  const { account, region, tableName: name, tableId, bytes } = made;
  await state.tables.change({ account, region, name }, async (table, tx) => {
    if (table.id === tableId && table.status === "CREATING") await tx.setTimer(toActivation(table, host.clock.nowMs()));
    return { gives: undefined };
  });
  const table = await state.tables.find({ account, region, name });
  if (table)
    state.metering.bill(table, { account, region, usageType: "ImportDataSize-Bytes", gigabytes: bytes / 1024 ** 3 });
}

/** Of a bucket that is not there nothing can come: its table goes, as on AWS. */
async function remove({ state, host }: EffectContext<DynamoDbState>, made: Import): Promise<void> {
  const { account, region, tableName: name, tableId } = made;
  await state.tables.change({ account, region, name }, async (table, tx) => {
    if (table.id !== tableId || table.status !== "CREATING") return { gives: undefined };
    await tx.setTimer(toRemoval(table, host.clock.nowMs()));
    return { to: { ...table, status: "DELETING" as const }, gives: undefined };
  });
}

const noBucket = "S3NoSuchBucket";

async function nextObject(
  { host }: EffectContext<DynamoDbState>,
  made: Import,
  table: KnownTable,
  after: string,
  signal: AbortSignal,
): Promise<Step | Import["failure"]> {
  const as = { account: made.account, region: made.region, principal: made.by };
  const { bucket: Bucket, bucketOwner: ExpectedBucketOwner } = made;
  try {
    const asked = { Bucket, ExpectedBucketOwner, Prefix: made.prefix, StartAfter: after || undefined, MaxKeys: 1 };
    const { Contents = [] } = await inBucketsRegion(as, (near) => host.call("s3", "ListObjectsV2", asked, near));
    const Key = Contents[0]?.Key;
    if (Key === undefined) return { key: undefined, bytes: 0, read: 0, imported: 0, errors: 0 };
    const { Body } = await inBucketsRegion(as, (near) =>
      host.call("s3", "GetObject", { Bucket, ExpectedBucketOwner, Key }, near),
    );
    return await readObject(host, made, table, { key: Key, body: toStream(Body), signal, as });
  } catch (error) {
    const failure = toFailure(error);
    if (failure) return failure;
    throw error;
  }
}

/** A small object comes whole. */
function toStream(body: unknown): Readable {
  return body instanceof Readable ? body : Readable.from(body === undefined ? [] : [Buffer.from(body as Uint8Array)]);
}

interface Source {
  readonly key: string;
  readonly body: Readable;
  readonly signal: AbortSignal;
  readonly as: CallOptions;
}

async function readObject(
  host: ServiceHost,
  made: Import,
  table: KnownTable,
  { key, body, signal, as }: Source,
): Promise<Step> {
  const step: Step = { key, bytes: 0, read: 0, imported: 0, errors: 0 };
  const told: { readonly index: number; readonly message: string }[] = [];
  const items = new Items(made, table, (message) => {
    step.errors += 1;
    if (told.length < mostTold) told.push({ index: step.read, message });
  });
  const decoder = new TextDecoder();
  const write = async (found: readonly Item[]) => {
    for (let from = 0; from < found.length; from += batchItems) {
      const batch = found.slice(from, from + batchItems);
      await putItems(host, table, batch);
      step.imported += batch.length;
    }
  };
  let waiting: Item[] = [];
  const take = (item: Item | undefined) => {
    step.read += 1;
    if (item) waiting.push(item);
  };
  try {
    for await (const chunk of decompressed(body, made.compression) as AsyncIterable<Buffer>) {
      if (signal.aborted) throw new Error("the server is about to stop");
      step.bytes += chunk.byteLength;
      for (const read of items.push(decoder.decode(chunk, { stream: true }))) take(read());
      if (waiting.length < batchItems) continue;
      await write(waiting);
      waiting = [];
    }
    for (const read of items.push(decoder.decode())) take(read());
    for (const read of items.end()) take(read());
  } catch (error) {
    // What cannot be decompressed ends here; what was read before is in the table.
    const { code = "" } = error as { code?: string };
    if (!/^(?:Z_|ZSTD_|ERR_)/.test(code)) throw error;
    step.errors += 1;
    told.push({ index: step.read, message: (error as Error).message });
  } finally {
    body.destroy();
  }
  await write(waiting);
  await tellErrors(host, made, as, key, told);
  return step;
}

function decompressed(body: Readable, compression: Import["compression"]): Readable {
  if (compression === "NONE") return body;
  const through = compression === "GZIP" ? createGunzip() : createZstdDecompress();
  // What goes wrong is told to who reads.
  return pipeline(body, through, () => {});
}

/** Reads items of a text that comes in pieces. What it gives reads one item, or tells what is wrong with it. */
class Items {
  readonly #made: Import;
  readonly #table: KnownTable;
  readonly #tell: (message: string) => void;
  readonly #reader: RecordReader<string | readonly string[]>;
  #header: readonly string[] | undefined;

  constructor(made: Import, table: KnownTable, tell: (message: string) => void) {
    this.#made = made;
    this.#table = table;
    this.#tell = tell;
    this.#reader = made.csv ? new CsvReader(made.csv.delimiter) : new LineReader();
    this.#header = made.csv?.header;
  }

  push(text: string): (() => Item | undefined)[] {
    return this.#toItems(this.#reader.push(text));
  }

  end(): (() => Item | undefined)[] {
    return this.#toItems(this.#reader.end());
  }

  #toItems(records: readonly (string | readonly string[])[]): (() => Item | undefined)[] {
    let rest = records;
    if (this.#made.csv && !this.#header && rest.length > 0) {
      this.#header = rest[0] as readonly string[];
      rest = rest.slice(1);
    }
    return rest.map((record) => () => this.#toItem(record));
  }

  #toItem(record: string | readonly string[]): Item | undefined {
    try {
      if (typeof record === "string") return fromJsonLine(record, this.#table);
      return fromCsvRow(record, this.#header ?? [], this.#table);
    } catch (error) {
      this.#tell((error as Error).message);
      return undefined;
    }
  }
}

async function putItems(host: ServiceHost, table: KnownTable, items: readonly Item[]): Promise<void> {
  const rows = items.map((item): { row: RowKey; item: Item } => ({ row: toRowKey(table, item), item }));
  const parts = Map.groupBy(rows, ({ row }) => row.partition);
  const nowMs = host.clock.nowMs();
  await Promise.all(
    [...parts].map(([partition, part]) =>
      host.storage.partition(itemsKey(table, partition)).write(async (tx) => {
        for (const { row, item } of part) {
          const found = await itemStore.find(tx, row.bytes);
          await storeItem(tx, table, row.bytes, { old: found.old, new: StoredItem.of(item) }, { nowMs, found });
        }
      }),
    ),
  );
}

/** Into the group of imports, a stream for each. That they cannot be told is no reason to end. */
async function tellErrors(
  host: ServiceHost,
  made: Import,
  as: CallOptions,
  key: string,
  told: readonly { readonly index: number; readonly message: string }[],
): Promise<void> {
  if (told.length === 0) return;
  const names = { logGroupName: importLogGroup, logStreamName: made.id };
  const { account, region } = made;
  const itemOf = (index: number) => ({ bucket: made.bucket, key, itemIndex: index });
  const timestamp = host.clock.nowMs();
  const logEvents = told.map(({ index, message }) => ({
    timestamp,
    message: JSON.stringify({
      itemS3Pointer: itemOf(index),
      importArn: importArn(made),
      errorMessages: [message],
    }),
  }));
  const isThere = (error: unknown) => {
    if ((error as Error).name !== "ResourceAlreadyExistsException") throw error;
  };
  try {
    await host.call("cloudwatch-logs", "CreateLogGroup", { logGroupName: importLogGroup }, as).catch(isThere);
    await host.call("cloudwatch-logs", "CreateLogStream", names, as).catch(isThere);
    await host.call("cloudwatch-logs", "PutLogEvents", { ...names, logEvents }, as);
  } catch (error) {
    host.log.warn("errors of an import could not be told", { account, region, error: String(error) });
  }
}
