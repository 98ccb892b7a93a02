import { DeliverLater, type Effect } from "../../../storage/database.ts";
import type { EffectReceiver, Place, ServiceTimer } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { changeStore } from "../changes/change-store.ts";
import { itemStore } from "../items/item-store.ts";
import { firstKey, keyAfter, lastKey } from "../items/row-key.ts";
import { followTimer } from "../items/store-item.ts";
import { limits } from "../limits.ts";
import type { DynamoDbState } from "../state.ts";
import { itemsKey, type Table } from "../tables/table.ts";

/** Of the timer, whose key is the index's id. */
export const fillTimer = "dynamodb.fill";

/** A division is looked for again after so long. */
const dividedMs = 100;

/** Items that are handed on at a time, and their bytes. */
const pageItems = 100;

interface Fill extends Place {
  readonly table: string;
  readonly tableId: string;
  readonly index: string;
}

/** A global index that a table with items is given, in that commit. */
export function toFillIndex(table: Table, index: string, effectId: string): Effect {
  const { account, region, name, id: tableId } = table;
  const fill: Fill = { account, region, table: name, tableId, index };
  return { topic: "dynamodb.fill-index", id: effectId, payload: JSON.stringify(fill) };
}

/** Begins in each of the table's partitions. While an index is filled none is divided; what is being divided is divided first. */
export const fillIndex: EffectReceiver<DynamoDbState> = async ({ payload }, _from, { state, host }) => {
  const { storage, clock } = host;
  const { account, region, table, tableId, index } = JSON.parse(payload) as Fill;
  const known = await state.tables.find({ account, region, name: table });
  if (known?.id !== tableId) return delivered;
  if (known.division) throw new DeliverLater("a partition is being divided", clock.nowMs() + dividedMs);
  // By then all nodes know of the index. Writes that began before and end later are followed, too: their partition says so.
  const dueMs = clock.nowMs() + limits.settlingMs;
  for (const { number } of known.layout.parts) {
    await storage.partition(itemsKey({ account, region, id: tableId }, number)).write(async (tx) => {
      await changeStore.beginToFollow(tx);
      await tx.setTimer({ kind: fillTimer, key: index, dueMs, payload: JSON.stringify({ table, after: "" }) });
    });
  }
  return delivered;
};

/**
 * Hands the items that were there before the index to those who follow the partition's changes, a page at a time: as changes for this index alone, in the commit that
 * reads them. So they are in order with what is changed meanwhile.
 */
export const fill: ServiceTimer<DynamoDbState> = {
  fire: async (firing, { state, host: { storage, clock } }) => {
    const { table: name, after } = JSON.parse(firing.payload) as { table: string; after: string };
    const { account, region } = firing.from;
    const table = await state.tables.find({ account, region, name });
    const index = table?.globalIndexes.find(({ id }) => id === firing.key);
    await storage.partition(firing.from).write(async (tx) => {
      if (!index || index.status === "DELETING") return firing.settle(tx);
      const nowMs = clock.nowMs();
      const from = after === "" ? firstKey : keyAfter(Buffer.from(after, "base64"));
      const rows = await itemStore.page(tx, { from, to: lastKey }, { limit: pageItems, isBackward: false });
      const common = { target: firing.key, old: undefined, atMs: nowMs, actor: "" };
      for (const { stored } of rows) await changeStore.add(tx, { ...common, new: stored });
      const last = rows.length < pageItems ? undefined : rows.at(-1);
      if (!last) await changeStore.add(tx, { ...common, new: undefined });
      await tx.setTimer({ kind: followTimer, key: "", dueMs: nowMs, payload: name });
      await firing.settle(
        tx,
        last && { dueMs: nowMs, payload: JSON.stringify({ table: name, after: last.key.toString("base64") }) },
      );
    });
  },
};
