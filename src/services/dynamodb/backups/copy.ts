import type { Database, Effect, PartitionKey, WriteTransaction } from "../../../storage/database.ts";
import type { EffectContext, EffectReceiver, Place, ServiceHost, ServiceTimer } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { changeStore } from "../changes/change-store.ts";
import { exportsKey } from "../exports/export.ts";
import { exportStore } from "../exports/export-store.ts";
import { toBeginWriting, writeExportTimer } from "../exports/write-timer.ts";
import { itemStore, ofItems } from "../items/item-store.ts";
import { firstKey, keyAfter, lastKey, toRowKey } from "../items/row-key.ts";
import { storeItem, totalsOf } from "../items/store-item.ts";
import type { StoredItem } from "../items/stored-item.ts";
import { evenLayout, type Layout, type Part } from "../partitions/layout.ts";
import { partitionStore } from "../partitions/partition-store.ts";
import type { DynamoDbState } from "../state.ts";
import { type KnownTable, toKnownTable } from "../tables/known-table.ts";
import { itemsKey } from "../tables/table.ts";
import { backupPartitionKey } from "./backup.ts";
import { toCopied } from "./copied.ts";

/** Of the timer, in the partition that is copied to. */
export const copyTimer = "dynamodb.copy";

const pageItems = 100;

/** A new table, a backup, or the copy that an export is written from. */
export type CopyTarget =
  | { readonly table: string; readonly tableId: string }
  | { readonly backup: string }
  | { readonly export: string };

/**
 * Copies the rows of a table's partitions, or a backup's, to those of a backup or a new table: those are made like the table's, so a row keeps its key and its partition. A
 * table's may be divided meanwhile: a part's rows are read where they stand by then.
 */
export interface Copy extends Place {
  readonly from: { readonly table: string; readonly name?: string } | { readonly backup: string };
  readonly to: CopyTarget;
  /** The table's when it began; a number of equal ones from a version before. */
  readonly partitions: readonly CopiedPart[] | number;
  /** The time whose state is wanted: what was changed later is undone. */
  readonly asOfMs?: number;
}

/** A partition and its range, base64. */
export interface CopiedPart {
  readonly number: number;
  readonly from: string;
  readonly to: string;
}

export function toCopiedParts({ parts }: Layout): readonly CopiedPart[] {
  return parts.map(({ number, from, to }) => ({
    number,
    from: from.toString("base64"),
    to: to.toString("base64"),
  }));
}

/** How far one part is: first all rows are copied, then changes are undone, the last one first, of each partition that has had its keys since. */
interface Progress extends Omit<Copy, "partitions"> {
  /** How many parts there are. */
  readonly partitions: number;
  readonly partition: number;
  /** The part's range, base64; all keys without it. */
  readonly range?: { readonly from: string; readonly to: string };
  readonly after: string;
  readonly undoBelow?: number;
  /** Whose changes are undone: the first one's now. */
  readonly undoing?: readonly number[];
}

/** In the commit that makes what is copied to. */
export function toBeginCopy(copy: Copy, effectId: string): Effect {
  return { topic: "dynamodb.begin-copy", id: effectId, payload: JSON.stringify(copy) };
}

export const beginCopy: EffectReceiver<DynamoDbState> = async ({ payload }, _from, { host: { storage, clock } }) => {
  const copy = JSON.parse(payload) as Copy;
  const parts = typeof copy.partitions === "number" ? toCopiedParts(evenLayout(copy.partitions)) : copy.partitions;
  for (const { number: partition, from, to } of parts) {
    const progress: Progress = { ...copy, partitions: parts.length, partition, range: { from, to }, after: "" };
    await storage
      .partition(targetKey(copy, partition))
      .write((tx) =>
        tx.setTimer({ kind: copyTimer, key: "", dueMs: clock.nowMs(), payload: JSON.stringify(progress) }),
      );
  }
  return delivered;
};

/** A page of one partition. */
export const copy: ServiceTimer<DynamoDbState> = {
  fire: async (firing, { state, host }) => {
    const progress = JSON.parse(firing.payload) as Progress;
    const { storage, clock, random } = host;
    const { account, region, to, partition } = progress;
    const target = "table" in to ? await state.tables.find({ account, region, name: to.table }) : undefined;
    const effectId = random.uuid();
    const isGone = "table" in to && target?.id !== to.tableId;
    const schema = "export" in to ? await schemaOfExport(host, progress, to.export) : target;
    const step = isGone ? undefined : await nextStep({ host, state }, progress, schema);
    await storage.partition(firing.from).write(async (tx) => {
      const nowMs = clock.nowMs();
      for (const { key, stored } of step?.rows ?? []) await put(tx, target, key, stored, nowMs);
      if (isGone) return firing.settle(tx);
      if (step?.next) return firing.settle(tx, { dueMs: nowMs, payload: JSON.stringify(step.next) });
      await firing.settle(tx);
      if ("export" in to) {
        const payload = toBeginWriting(to.export, partition);
        return tx.setTimer({ kind: writeExportTimer, key: "", dueMs: nowMs, payload });
      }
      await tx.emit(toCopied({ account, region, to, partition, partitions: progress.partitions }, effectId));
    });
  },
};

interface Step {
  readonly rows: readonly { readonly key: Buffer; readonly stored: StoredItem | undefined }[];
  /** Undefined when the partition is done. */
  readonly next: Progress | undefined;
}

/** Of a table that may be gone by now. */
async function schemaOfExport({ storage }: ServiceHost, at: Place, id: string): Promise<KnownTable | undefined> {
  const made = await storage.partition(exportsKey(at)).read((tx) => exportStore.find(tx, at, id));
  return made && toKnownTable(made.table);
}

/** `schema` is that of the items, where changes are to be undone. */
async function nextStep(
  context: Pick<EffectContext<DynamoDbState>, "host" | "state">,
  progress: Progress,
  schema: KnownTable | undefined,
): Promise<Step> {
  const { storage } = context.host;
  if (progress.undoBelow !== undefined && schema) return undo(storage, progress, schema);
  const all = rangeOf(progress);
  const from = progress.after === "" ? all.from : keyAfter(Buffer.from(progress.after, "base64"));
  const table = await sourceTable(context, progress);
  const part = table?.layout.partOf(from);
  const to = part && Buffer.compare(part.to, all.to) < 0 ? part.to : all.to;
  const rows = await storage.partition(sourceKey(progress, part?.number ?? progress.partition)).read(async (tx) => {
    // Where it has been divided since the table was looked up, this step is done again.
    if (part && (await partitionStore.stage(tx)) === "closed") return undefined;
    return itemStore.page(tx, { from, to }, { limit: pageItems, isBackward: false });
  });
  if (!rows) return { rows: [], next: progress };
  const last = rows.length < pageItems ? undefined : rows.at(-1);
  if (last) return { rows, next: { ...progress, after: last.key.toString("base64") } };
  // The next partition begins with that key, which is the first behind this one's.
  if (Buffer.compare(to, all.to) < 0)
    return {
      rows,
      next: { ...progress, range: { from: to.toString("base64"), to: all.to.toString("base64") }, after: "" },
    };
  if (progress.asOfMs === undefined) return { rows, next: undefined };
  const undoing = toUndo(table, schema, progress, progress.asOfMs);
  return { rows, next: { ...progress, undoBelow: Number.MAX_SAFE_INTEGER, undoing } };
}

function rangeOf({ range }: Progress): { readonly from: Buffer; readonly to: Buffer } {
  if (!range) return { from: firstKey, to: lastKey };
  return { from: Buffer.from(range.from, "base64"), to: Buffer.from(range.to, "base64") };
}

/** The table that is copied; undefined of a backup, which nobody divides, and of a table that has gone. */
async function sourceTable(
  { state }: Pick<EffectContext<DynamoDbState>, "state">,
  { account, region, from }: Progress,
): Promise<KnownTable | undefined> {
  if ("backup" in from || from.name === undefined) return undefined;
  const table = await state.tables.find({ account, region, name: from.name });
  return table?.id === from.table ? table : undefined;
}

/** The partitions that have had any of its keys since that time: a child before its parent, as its changes are the later ones. */
function toUndo(
  table: KnownTable | undefined,
  schema: KnownTable | undefined,
  { partition }: Progress,
  asOfMs: number,
): readonly number[] {
  const copied = schema?.layout.parts.find(({ number }) => number === partition);
  if (!table?.divided || !copied) return [partition];
  const former = table.divided.former
    .filter(({ closedMs }) => closedMs >= asOfMs)
    .map(({ number, from, to }) => ({ number, from: Buffer.from(from, "base64"), to: Buffer.from(to, "base64") }));
  const isShared = ({ from, to }: Part) => Buffer.compare(from, copied.to) < 0 && Buffer.compare(to, copied.from) > 0;
  return [...table.layout.parts, ...former]
    .filter(isShared)
    .map(({ number }) => number)
    .sort((one, other) => other - one);
}

/** What is undone last is what came first after the time: the state before it. */
async function undo(storage: Database, progress: Progress, target: KnownTable): Promise<Step> {
  const { undoBelow = 0, asOfMs = 0, undoing = [progress.partition] } = progress;
  const [number = progress.partition, ...more] = undoing;
  const changes = await storage
    .partition(sourceKey(progress, number))
    .read((tx) => changeStore.pageBefore(tx, { below: undoBelow, sinceMs: asOfMs, limit: pageItems }));
  const rows = changes
    .filter((change) => change.target === "")
    .map(({ old, new: made }) => ({ key: toRowKey(target, (old ?? made)!.item).bytes, stored: old }))
    .filter(({ key }) => target.layout.partOf(key).number === progress.partition);
  const last = changes.length < pageItems ? undefined : changes.at(-1);
  if (last) return { rows, next: { ...progress, undoBelow: last.sequence } };
  if (more.length === 0) return { rows, next: undefined };
  return { rows, next: { ...progress, undoBelow: Number.MAX_SAFE_INTEGER, undoing: more } };
}

async function put(
  tx: WriteTransaction,
  target: KnownTable | undefined,
  key: Buffer,
  stored: StoredItem | undefined,
  nowMs: number,
): Promise<void> {
  const found = await itemStore.find(tx, key);
  const { old } = found;
  if (target) return storeItem(tx, target, key, { old, new: stored }, { nowMs, found });
  if (stored) await itemStore.put(tx, key, stored);
  else if (old) await itemStore.remove(tx, key);
  await itemStore.addToTotals(tx, ofItems, totalsOf(old?.size, stored?.size));
}

function sourceKey({ account, region, from }: Progress, partition: number): PartitionKey {
  const at = { account, region };
  if ("backup" in from) return backupPartitionKey(at, from.backup, partition);
  return itemsKey({ ...at, id: from.table }, partition);
}

function targetKey({ account, region, to }: Copy, partition: number): PartitionKey {
  const at = { account, region };
  if ("table" in to) return itemsKey({ ...at, id: to.tableId }, partition);
  return backupPartitionKey(at, "backup" in to ? to.backup : to.export, partition);
}
