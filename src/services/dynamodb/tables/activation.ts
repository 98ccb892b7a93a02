import type { TimerSetting } from "../../../storage/database.ts";
import type { ServiceTimer } from "../../service.ts";
import { limits } from "../limits.ts";
import { considerDivision } from "../partitions/begin-division.ts";
import type { DynamoDbState } from "../state.ts";
import { partitionsOfIndex, toDropPartition } from "./drop-partition.ts";
import type { GlobalIndex, Table } from "./table.ts";
import { tableStore } from "./table-store.ts";
import { usedAttributes } from "./used-attributes.ts";

/** What is CREATING, UPDATING or DELETING about a table settles then. The timer's key is the table's name. */
export function toActivation({ name }: Table, nowMs: number): TimerSetting {
  return { kind: "dynamodb.activation", key: name, dueMs: nowMs + limits.settlingMs };
}

export const activation: ServiceTimer<DynamoDbState> = {
  fire: async (firing, context) => {
    const { storage, random } = context.host;
    await storage.partition(firing.from).write(async (tx) => {
      const { account, region } = firing.from;
      const table = await tableStore.find(tx, { account, region }, firing.key);
      await firing.settle(tx);
      if (!table || table.status === "DELETING") return;
      const gone = table.globalIndexes.filter(({ status }) => status === "DELETING");
      for (const key of gone.flatMap(({ id }) => partitionsOfIndex(table, id)))
        await tx.emit(toDropPartition(key, random.uuid()));
      await tableStore.put(tx, settled(table));
    });
    const { account, region } = firing.from;
    await considerDivision(context, { account, region, table: firing.key });
  },
};

function settled(table: Table): Table {
  const globalIndexes = table.globalIndexes.filter(({ status }) => status !== "DELETING").map(settledIndex);
  const attributes = usedAttributes(table.attributes, { ...table, globalIndexes });
  return { ...table, status: "ACTIVE", attributes, globalIndexes };
}

/** One that is being filled is ready when that is done. */
function settledIndex(index: GlobalIndex): GlobalIndex {
  return index.filled ? index : { ...index, status: "ACTIVE" };
}
