import type { TimerSetting } from "../../../storage/database.ts";
import type { ServiceTimer } from "../../service.ts";
import { limits } from "../limits.ts";
import type { DynamoDbState } from "../state.ts";
import { partitionsOfTable, toDropPartition } from "./drop-partition.ts";
import type { Table } from "./table.ts";
import { tableStore } from "./table-store.ts";

/** A table that is DELETING is gone then. The timer's key is the table's name. */
export function toRemoval({ name }: Table, nowMs: number): TimerSetting {
  return { kind: "dynamodb.removal", key: name, dueMs: nowMs + limits.settlingMs };
}

export const removal: ServiceTimer<DynamoDbState> = {
  fire: (firing, { host: { storage, random } }) => {
    const most = limits.partitions.most * (limits.globalIndexes + 1);
    const effectIds = Array.from({ length: most }, () => random.uuid());
    return storage.partition(firing.from).write(async (tx) => {
      const { account, region } = firing.from;
      const table = await tableStore.find(tx, { account, region }, firing.key);
      await firing.settle(tx);
      if (table?.status !== "DELETING") return;
      for (const key of partitionsOfTable(table)) await tx.emit(toDropPartition(key, effectIds.pop() ?? ""));
      await tableStore.remove(tx, table.name);
    });
  },
};
