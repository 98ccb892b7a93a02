import type { TimerSetting, WriteTransaction } from "../../../storage/database.ts";
import type { ServiceTimer } from "../../service.ts";
import { limits } from "../limits.ts";
import type { DynamoDbState } from "../state.ts";
import { limits as streamLimits } from "../streams/limits.ts";
import { streamsOf } from "../streams/shards/stream.ts";
import { toClearPartition } from "./clear-partition.ts";
import { deletedTableStore } from "./deleted-table-store.ts";
import { partitionsOfIndex, partitionsOfItems, toDropPartition } from "./drop-partition.ts";
import type { Table } from "./table.ts";
import { tableStore } from "./table-store.ts";

/** A table that is DELETING is gone then. The timer's key is the table's name. */
export function toRemoval({ name }: Table, nowMs: number): TimerSetting {
  return { kind: "dynamodb.removal", key: name, dueMs: nowMs + limits.settlingMs };
}

/** What a table's streams have to tell is read for a day longer: its items and indexes go at once. */
export const removal: ServiceTimer<DynamoDbState> = {
  fire: (firing, { host: { storage, random, clock } }) => {
    return storage.partition(firing.from).write(async (tx) => {
      const { account, region } = firing.from;
      const table = await tableStore.find(tx, { account, region }, firing.key);
      await firing.settle(tx);
      if (table?.status !== "DELETING") return;
      await tableStore.remove(tx, table.name);
      const nextId = () => random.uuid();
      for (const key of table.globalIndexes.flatMap(({ id }) => partitionsOfIndex(table, id)))
        await tx.emit(toDropPartition(key, nextId()));
      const nowMs = clock.nowMs();
      if (streamsOf(table, nowMs).length === 0) return dropItems(tx, table, nextId);
      const { stream } = table;
      const ended = stream && { ...stream, isEnabled: false, endedMs: stream.endedMs ?? nowMs };
      await deletedTableStore.put(tx, { ...table, globalIndexes: [], stream: ended });
      for (const key of partitionsOfItems(table)) await tx.emit(toClearPartition(key, nextId()));
      const dueMs = nowMs + streamLimits.retentionMs;
      await tx.setTimer({ kind: "dynamodb.forget-table", key: table.id, dueMs, payload: table.name });
    });
  },
};

/** A day after its removal nothing of a table can be read any more. The timer's key is the table's id, its payload the name. */
export const forgetTable: ServiceTimer<DynamoDbState> = {
  fire: (firing, { host: { storage, random } }) => {
    return storage.partition(firing.from).write(async (tx) => {
      const named = await deletedTableStore.named(tx, firing.from, firing.payload);
      const table = named.find(({ id }) => id === firing.key);
      await firing.settle(tx);
      if (!table) return;
      await deletedTableStore.remove(tx, table.name, table.id);
      await dropItems(tx, table, () => random.uuid());
    });
  },
};

async function dropItems(tx: WriteTransaction, table: Table, nextId: () => string): Promise<void> {
  for (const key of partitionsOfItems(table)) await tx.emit(toDropPartition(key, nextId()));
}
