import type { Effect, WriteTransaction } from "../../../storage/database.ts";
import type { EffectReceiver, Place, ServiceTimer } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { wakeStream } from "../changes/wake-stream.ts";
import { itemStore } from "../items/item-store.ts";
import { firstKey, keyAfter, lastKey } from "../items/row-key.ts";
import { storeItem } from "../items/store-item.ts";
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
      const { old, lock, isFollowed } = await itemStore.find(tx, key);
      const nowMs = host.clock.nowMs();
      const dueMs = old && expiryOf(table, old.item, nowMs);
      if (dueMs === undefined) return;
      // It lives longer, or somebody is about to change it.
      if (dueMs > nowMs || lock !== undefined) return setExpiry(tx, table, key, Math.max(dueMs, nowMs + againMs));
      await storeItem(tx, table, key, { old, new: undefined }, { nowMs, isFollowed, actor: expiryActor });
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
  readonly partitions: number;
}

/** A table whose items are given a time to live, in that commit: those that are there are to be looked through. */
export function toSetExpiries({ account, region, name, id: tableId, partitions }: Table, effectId: string): Effect {
  const sweep: Sweep = { account, region, table: name, tableId, partitions };
  return { topic: "dynamodb.set-expiries", id: effectId, payload: JSON.stringify(sweep) };
}

export const beginSetExpiries: EffectReceiver<DynamoDbState> = async ({ payload }, _from, { host }) => {
  const { account, region, table, tableId, partitions } = JSON.parse(payload) as Sweep;
  const dueMs = host.clock.nowMs();
  for (let number = 0; number < partitions; number++)
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
