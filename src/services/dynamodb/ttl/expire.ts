import type { Effect, WriteTransaction } from "../../../storage/database.ts";
import type { EffectReceiver, Place, ServiceTimer } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { wakeStream } from "../changes/wake-stream.ts";
import { itemStore } from "../items/item-store.ts";
import { firstKey, keyAfter, lastKey } from "../items/row-key.ts";
import { storeItem } from "../items/store-item.ts";
import { isWritable } from "../partitions/partition-store.ts";
import type { DynamoDbState } from "../state.ts";
import { itemsKey, type Table } from "../tables/table.ts";
import { expiryOf, setExpiry } from "./expiry.ts";

/** What removes items that have lived their time, as streams tell it. Source: "DynamoDB Streams and Time to Live". */
export const expiryActor = "dynamodb.amazonaws.com";

/** One item's time has come. Its timer's key is the row's, its payload the table's name. */
export const expire: ServiceTimer<DynamoDbState> = {
  fire: async (firing, { state, host }) => {
    const { account, region } = firing.from;
    const [id = "", number = ""] = firing.from.name.split("/");
    const table = await state.tables.find({ account, region, name: firing.payload });
    await host.storage.partition(firing.from).write(async (tx) => {
      await firing.settle(tx);
      if (table?.id !== id || !table.timeToLive) return;
      const key = Buffer.from(firing.key, "base64");
      const found = await itemStore.find(tx, key);
      const { old, lock, stage } = found;
      // A child of its partition does it, which has a timer of its own.
      if (stage === "closed") return;
      const nowMs = host.clock.nowMs();
      const dueMs = old && expiryOf(table, old.item, nowMs);
      if (dueMs === undefined) return;
      // It lives longer, or somebody is about to change it, or its partition takes no writes for the moment.
      if (dueMs > nowMs || lock !== undefined || !isWritable(stage))
        return setExpiry(tx, table, key, Math.max(dueMs, nowMs + againMs));
      await storeItem(tx, table, key, { old, new: undefined }, { nowMs, found, actor: expiryActor });
      state.metering.expired(table);
    });
    if (table?.id === id) wakeStream(host, table, Number(number));
  },
};

const againMs = 1_000;
/** Of the timer. */
export const sweepTimer = "dynamodb.set-expiries";
const pageItems = 200;

interface Sweep extends Place {
  readonly table: string;
  readonly tableId: string;
}

/** A table whose items are given a time to live, in that commit: those that are there are to be looked through. */
export function toSetExpiries({ account, region, name, id: tableId }: Table, effectId: string): Effect {
  const sweep: Sweep = { account, region, table: name, tableId };
  return { topic: "dynamodb.set-expiries", id: effectId, payload: JSON.stringify(sweep) };
}

export const beginSetExpiries: EffectReceiver<DynamoDbState> = async ({ payload }, _from, { host, state }) => {
  const { account, region, table, tableId } = JSON.parse(payload) as Sweep;
  const known = await state.tables.find({ account, region, name: table });
  const dueMs = host.clock.nowMs();
  // Children of one that is being divided are looked through when they are in the layout.
  for (const { number } of known?.id === tableId ? known.layout.parts : [])
    await host.storage
      .partition(itemsKey({ account, region, id: tableId }, number))
      .write((tx) => tx.setTimer({ kind: sweepTimer, key: "", dueMs, payload: JSON.stringify({ table, after: "" }) }));
  return delivered;
};

/** Sets the timers of a page of items. */
export const setExpiries: ServiceTimer<DynamoDbState> = {
  fire: async (firing, { state, host: { storage, clock } }) => {
    const { table: name, after } = JSON.parse(firing.payload) as { table: string; after: string };
    const { account, region } = firing.from;
    const table = await state.tables.find({ account, region, name });
    await storage.partition(firing.from).write(async (tx: WriteTransaction) => {
      if (!table?.timeToLive) return firing.settle(tx);
      const nowMs = clock.nowMs();
      const from = after === "" ? firstKey : keyAfter(Buffer.from(after, "base64"));
      const rows = await itemStore.page(tx, { from, to: lastKey }, { limit: pageItems, isBackward: false });
      for (const { key, stored } of rows) {
        const dueMs = expiryOf(table, stored.item, nowMs);
        if (dueMs !== undefined) await setExpiry(tx, table, key, dueMs);
      }
      const last = rows.length < pageItems ? undefined : rows.at(-1);
      await firing.settle(
        tx,
        last && { dueMs: nowMs, payload: JSON.stringify({ table: name, after: last.key.toString("base64") }) },
      );
    });
  },
};
