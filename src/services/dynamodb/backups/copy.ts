import type { Effect, Partition, PartitionKey, WriteTransaction } from "../../../storage/database.ts";
import type { EffectReceiver, Place, ServiceHost, ServiceTimer } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { changeStore } from "../changes/change-store.ts";
import { exportsKey } from "../exports/export.ts";
import { exportStore } from "../exports/export-store.ts";
import { toBeginWriting, writeExportTimer } from "../exports/write-timer.ts";
import { itemStore, ofItems } from "../items/item-store.ts";
import { firstKey, keyAfter, lastKey, toRowKey } from "../items/row-key.ts";
import { storeItem, totalsOf } from "../items/store-item.ts";
import type { StoredItem } from "../items/stored-item.ts";
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

/** Copies the rows of a table's partitions, or a backup's, to those of a backup or a new table: both have as many, so a row keeps its key and its partition. */
export interface Copy extends Place {
  readonly from: { readonly table: string } | { readonly backup: string };
  readonly to: CopyTarget;
  readonly partitions: number;
  /** The time whose state is wanted: what was changed later is undone. */
  readonly asOfMs?: number;
}

/** How far one partition is: first all rows are copied, then changes are undone, the last one first. */
interface Progress extends Copy {
  readonly partition: number;
  readonly after: string;
  readonly undoBelow?: number;
}

/** In the commit that makes what is copied to. */
export function toBeginCopy(copy: Copy, effectId: string): Effect {
  return { topic: "dynamodb.begin-copy", id: effectId, payload: JSON.stringify(copy) };
}

export const beginCopy: EffectReceiver<DynamoDbState> = async ({ payload }, _from, { host: { storage, clock } }) => {
  const copy = JSON.parse(payload) as Copy;
  for (let partition = 0; partition < copy.partitions; partition++) {
    const progress: Progress = { ...copy, partition, after: "" };
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
    const step = isGone ? undefined : await nextStep(host, progress, schema);
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
async function nextStep({ storage }: ServiceHost, progress: Progress, schema: KnownTable | undefined): Promise<Step> {
  const source = storage.partition(sourceKey(progress));
  if (progress.undoBelow !== undefined && schema) return undo(source, progress, schema);
  const from = progress.after === "" ? firstKey : keyAfter(Buffer.from(progress.after, "base64"));
  const rows = await source.read((tx) =>
    itemStore.page(tx, { from, to: lastKey }, { limit: pageItems, isBackward: false }),
  );
  const last = rows.length < pageItems ? undefined : rows.at(-1);
  if (last) return { rows, next: { ...progress, after: last.key.toString("base64") } };
  const isAsOf = progress.asOfMs !== undefined;
  return { rows, next: isAsOf ? { ...progress, undoBelow: Number.MAX_SAFE_INTEGER } : undefined };
}

/** What is undone last is what came first after the time: the state before it. */
async function undo(source: Partition, progress: Progress, target: KnownTable): Promise<Step> {
  const { undoBelow = 0, asOfMs = 0 } = progress;
  const changes = await source.read((tx) =>
    changeStore.pageBefore(tx, { below: undoBelow, sinceMs: asOfMs, limit: pageItems }),
  );
  const rows = changes
    .filter((change) => change.target === "")
    .map(({ old, new: made }) => ({ key: toRowKey(target, (old ?? made)!.item).bytes, stored: old }));
  const last = changes.length < pageItems ? undefined : changes.at(-1);
  return { rows, next: last && { ...progress, undoBelow: last.sequence } };
}

async function put(
  tx: WriteTransaction,
  target: KnownTable | undefined,
  key: Buffer,
  stored: StoredItem | undefined,
  nowMs: number,
): Promise<void> {
  const { old, isFollowed } = await itemStore.find(tx, key);
  if (target) return storeItem(tx, target, key, { old, new: stored }, { nowMs, isFollowed });
  if (stored) await itemStore.put(tx, key, stored);
  else if (old) await itemStore.remove(tx, key);
  await itemStore.addToTotals(tx, ofItems, totalsOf(old?.size, stored?.size));
}

function sourceKey({ account, region, from, partition }: Progress): PartitionKey {
  const at = { account, region };
  if ("backup" in from) return backupPartitionKey(at, from.backup, partition);
  return itemsKey({ ...at, id: from.table }, partition);
}

function targetKey({ account, region, to }: Copy, partition: number): PartitionKey {
  const at = { account, region };
  if ("table" in to) return itemsKey({ ...at, id: to.tableId }, partition);
  return backupPartitionKey(at, "backup" in to ? to.backup : to.export, partition);
}
