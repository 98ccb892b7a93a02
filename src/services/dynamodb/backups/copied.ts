import type { Effect } from "../../../storage/database.ts";
import type { EffectContext, EffectReceiver, Place } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { itemStore, ofItems } from "../items/item-store.ts";
import type { DynamoDbState } from "../state.ts";
import { toActivation } from "../tables/activation.ts";
import { backupPartitionKey, backupsKey } from "./backup.ts";
import { backupStore } from "./backup-store.ts";

interface Copied extends Place {
  readonly to: { readonly table: string; readonly tableId: string } | { readonly backup: string };
  readonly partition: number;
  readonly partitions: number;
}

/** One partition of a copy is whole. */
export function toCopied(copied: Copied, effectId: string): Effect {
  const { account, region, to, partition, partitions } = copied;
  return {
    topic: "dynamodb.copied",
    id: effectId,
    payload: JSON.stringify({ account, region, to, partition, partitions }),
  };
}

/** When the last one is, the table or the backup can be used. Doing it again does nothing. */
export const copied: EffectReceiver<DynamoDbState> = async ({ payload }, _from, context) => {
  const done = JSON.parse(payload) as Copied;
  if ("backup" in done.to) await finishBackup(done, done.to.backup, context);
  else await finishRestore(done, done.to, context);
  return delivered;
};

async function finishRestore(
  { account, region, partition, partitions }: Copied,
  to: { readonly table: string; readonly tableId: string },
  { state, host }: EffectContext<DynamoDbState>,
): Promise<void> {
  await state.tables.change({ account, region, name: to.table }, async (table, tx) => {
    const { restore } = table;
    if (table.id !== to.tableId || !restore?.isRunning) return { gives: undefined };
    const all = [...new Set([...restore.copied, partition])];
    const isRunning = all.length < partitions;
    if (!isRunning) await tx.setTimer(toActivation(table, host.clock.nowMs()));
    return { to: { ...table, restore: { ...restore, isRunning, copied: all } }, gives: undefined };
  });
}

async function finishBackup(
  { account, region, partition, partitions }: Copied,
  id: string,
  { host: { storage } }: EffectContext<DynamoDbState>,
): Promise<void> {
  const at = { account, region };
  const totals = await storage.partition(backupPartitionKey(at, id, partition)).read((tx) => itemStore.totals(tx));
  const { items, bytes } = totals.get(ofItems) ?? { items: 0, bytes: 0 };
  await storage.partition(backupsKey(at)).write(async (tx) => {
    const backup = await backupStore.find(tx, at, id);
    if (!backup || backup.copied.includes(partition)) return;
    const all = [...backup.copied, partition];
    await backupStore.put(tx, {
      ...backup,
      items: backup.items + items,
      bytes: backup.bytes + bytes,
      copied: all,
      status: all.length === partitions ? "AVAILABLE" : backup.status,
    });
  });
}
