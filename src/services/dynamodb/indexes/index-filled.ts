import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver, Place } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { considerDivision } from "../partitions/begin-division.ts";
import { partsOf } from "../partitions/layout.ts";
import type { DynamoDbState } from "../state.ts";
import type { GlobalIndex, Table } from "../tables/table.ts";

interface Filled extends Place {
  readonly table: string;
  readonly tableId: string;
  readonly index: string;
  readonly partition: number;
}

/** A global index has all that one of the table's partitions had before it. */
export function toIndexFilled(table: Table, index: string, partition: number, effectId: string): Effect {
  const { account, region, name, id: tableId } = table;
  const filled: Filled = { account, region, table: name, tableId, index, partition };
  return { topic: "dynamodb.index-filled", id: effectId, payload: JSON.stringify(filled) };
}

/** When the last one is, the index can be read. Doing it again does nothing. */
export const indexFilled: EffectReceiver<DynamoDbState> = async ({ payload }, _from, { state, host }) => {
  const { account, region, table: name, tableId, index: id, partition } = JSON.parse(payload) as Filled;
  await state.tables.change({ account, region, name }, async (table) => {
    if (table.id !== tableId) return { gives: undefined };
    const globalIndexes = table.globalIndexes.map((index) =>
      index.id === id ? withFilled(index, partition, table) : index,
    );
    return { to: { ...table, globalIndexes }, gives: undefined };
  });
  await considerDivision({ state, host }, { account, region, table: name });
  return delivered;
};

function withFilled({ filled, ...index }: GlobalIndex, partition: number, table: Table): GlobalIndex {
  if (!filled) return index;
  const all = [...new Set([...filled, partition])];
  if (!partsOf(table).every(({ number }) => all.includes(number))) return { ...index, filled: all };
  return { ...index, status: index.status === "CREATING" ? "ACTIVE" : index.status };
}
