import type { Firing, ReadTransaction } from "../../../storage/database.ts";
import type { ServiceHost, ServiceTimer } from "../../service.ts";
import { type Change, changeStore } from "../changes/change-store.ts";
import { itemStore, ofItems } from "../items/item-store.ts";
import { toIndexRowKey } from "../items/row-key.ts";
import { totalsOf } from "../items/store-item.ts";
import { StoredItem } from "../items/stored-item.ts";
import type { DynamoDbState } from "../state.ts";
import type { KnownGlobalIndex, KnownTable } from "../tables/known-table.ts";
import { indexPartitionKey, itemsKey } from "../tables/table.ts";
import { toIndexFilled } from "./index-filled.ts";
import { indexStore } from "./index-store.ts";
import { projected } from "./projected.ts";

/** Changes that are followed at a time. */
const pageChanges = 200;
/** Whether a parent's changes have been followed is looked for again after so long. */
const parentMs = 20;

/**
 * The global indexes follow the changes of one partition of items: a page of changes, in order, becomes one write to each partition of an index that it touches. Each
 * of those remembers up to which change it has followed, in the same commit: so what is done again after a crash does nothing, and no index ever shows what was not.
 */
export const follow: ServiceTimer<DynamoDbState> = {
  fire: async (firing, { state, host }) => {
    const { account, region } = firing.from;
    const partition = host.storage.partition(firing.from);
    const [id = "", number = ""] = firing.from.name.split("/");
    if (await isParentBehind(state, host, firing, Number(number))) {
      const dueMs = host.clock.nowMs() + parentMs;
      return partition.write((tx) => firing.settle(tx, { dueMs, payload: firing.payload }));
    }
    for (;;) {
      const changes = await partition.read(readPage);
      // Found after the changes: they may be the first ones that are there for an index.
      const found = await state.tables.find({ account, region, name: firing.payload });
      const table = found?.id === id && found.status !== "DELETING" ? found : undefined;
      if (!table || changes.length === 0) break;
      await followPage(host, table, Number(number), changes);
      const last = changes.at(-1)?.sequence ?? 0;
      const filled = changes.filter((change) => change.target !== "" && !change.new);
      const effects = filled.map(({ target }) => toIndexFilled(table, target, Number(number), host.random.uuid()));
      await partition.write(async (tx) => {
        await changeStore.setFollowed(tx, last);
        if (!table.stream && !table.recovery) await changeStore.removeUpTo(tx, last);
        for (const effect of effects) await tx.emit(effect);
      });
      if (firing.signal.aborted) throw new Error("the server is about to stop");
    }
    await partition.write((tx) => firing.settle(tx));
  },
};

/**
 * What happened to an item before its partition was divided comes first: all that is told of it above, since a parent to which nothing was written tells nothing of whether
 * its own parent has been followed.
 */
async function isParentBehind(
  { tables }: DynamoDbState,
  { storage }: ServiceHost,
  { from: { account, region }, payload }: Firing,
  number: number,
): Promise<boolean> {
  const table = await tables.find({ account, region, name: payload });
  if (!table?.divided) return false;
  const all = [...table.divided.parts, ...table.divided.former];
  const parentOf = (child: number) => all.find((one) => one.number === child)?.parent;
  for (let parent = parentOf(number); parent !== undefined; parent = parentOf(parent))
    if (await storage.partition(itemsKey(table, parent)).read((tx) => changeStore.isBehind(tx))) return true;
  return false;
}

async function readPage(tx: ReadTransaction): Promise<Change[]> {
  return changeStore.page(tx, await changeStore.followed(tx), pageChanges);
}

interface RowChange {
  readonly sequence: number;
  readonly key: Buffer;
  readonly oldSize: number | undefined;
  /** Undefined where the row goes. */
  readonly row: StoredItem | undefined;
  /** Whether it may be there already without having been told of. */
  readonly isFilling: boolean;
}

async function followPage(
  { storage }: ServiceHost,
  table: KnownTable,
  source: number,
  changes: readonly Change[],
): Promise<void> {
  const last = changes.at(-1)?.sequence ?? 0;
  const writes = table.global
    .filter(({ status }) => status !== "DELETING")
    .flatMap((index) =>
      [...changesByPartition(table, index, changes)].map(([number, rows]) =>
        storage.partition(indexPartitionKey(table, index.id, number)).write(async (tx) => {
          const followed = await indexStore.sequenceOf(tx, source);
          let [items, bytes] = [0, 0];
          for (const { sequence, key, oldSize, row, isFilling } of rows) {
            if (sequence <= followed) continue;
            const was = isFilling ? await indexStore.sizeOf(tx, key) : oldSize;
            const by = totalsOf(was, row?.size);
            items += by.items;
            bytes += by.bytes;
            if (row) await indexStore.put(tx, key, row);
            else await indexStore.remove(tx, key);
          }
          await itemStore.addToTotals(tx, ofItems, { items, bytes });
          if (last > followed) await indexStore.setSequence(tx, source, last);
        }),
      ),
    );
  await Promise.all(writes);
}

function changesByPartition(
  table: KnownTable,
  index: KnownGlobalIndex,
  changes: readonly Change[],
): Map<number, RowChange[]> {
  const found = new Map<number, RowChange[]>();
  const add = (partition: number, change: RowChange) => {
    const known = found.get(partition);
    if (known) known.push(change);
    else found.set(partition, [change]);
  };
  for (const { sequence, target, old, new: made } of changes) {
    if (target !== "" && target !== index.id) continue;
    const isFilling = index.isFilling;
    const oldKey = old && toIndexRowKey(table, index, old.item);
    const newKey = made && toIndexRowKey(table, index, made.item);
    const stays = oldKey && newKey && oldKey.bytes.equals(newKey.bytes);
    const oldRow = oldKey && StoredItem.of(projected(index, old.item));
    if (oldKey && !stays)
      add(oldKey.partition, { sequence, key: oldKey.bytes, oldSize: oldRow?.size, row: undefined, isFilling });
    if (!newKey) continue;
    const row = StoredItem.of(projected(index, made.item));
    add(newKey.partition, {
      sequence,
      key: newKey.bytes,
      oldSize: stays ? oldRow?.size : undefined,
      row,
      isFilling,
    });
  }
  return found;
}
