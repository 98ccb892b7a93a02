import { eachRow } from "../../../storage/each-row.ts";
import { billStored, type Held } from "../../usage/stored.ts";
import type { DynamoDbState } from "../state.ts";
import { readSizes } from "../tables/read-sizes.ts";
import { type Table, tableArn, tablesKey } from "../tables/table.ts";
import { tableStore } from "../tables/table-store.ts";

const tablesAtOnce = 200;
const gigabyte = 1024 ** 3;
/** What AWS adds to each item. Source: "Amazon DynamoDB pricing", "Data storage". */
const bytesPerItem = 100;

/** What tables and their indexes hold, and the capacity that was provisioned for them, on the bill. */
export const storedTables = billStored<DynamoDbState>({
  kind: tablesKey({ account: "", region: "" }).kind,
  list: async function* (key, { host }) {
    const partition = host.storage.partition(key);
    const read = (after: string | undefined) =>
      partition.read((tx) => tableStore.names(tx, { after: after ?? "", limit: tablesAtOnce }));
    for await (const name of eachRow(read, tablesAtOnce)) {
      const table = await partition.read((tx) => tableStore.find(tx, key, name));
      if (!table) continue;
      const sizesOf = await readSizes(host, table);
      const all = [sizesOf(), ...[...table.localIndexes, ...table.globalIndexes].map((index) => sizesOf(index.name))];
      const bytes = all.reduce((sum, { items, bytes }) => sum + bytes + items * bytesPerItem, 0);
      yield held(table, "TimedStorage-ByteHrs", "StandardStorage", bytes / gigabyte, "month");
      for (const { throughput } of [table, ...table.globalIndexes]) {
        if (!throughput) continue;
        const { ReadCapacityUnits, WriteCapacityUnits } = throughput;
        yield held(table, "ReadCapacityUnit-Hrs", "CommittedThroughput", ReadCapacityUnits, "hour");
        yield held(table, "WriteCapacityUnit-Hrs", "CommittedThroughput", WriteCapacityUnits, "hour");
      }
    }
  },
});

type TableUse = "TimedStorage-ByteHrs" | "ReadCapacityUnit-Hrs" | "WriteCapacityUnit-Hrs";

function held(table: Table, usageType: TableUse, operation: string, amount: number, per: Held["per"]): Held {
  return {
    service: "Amazon DynamoDB",
    usageType: table.tableClass?.name === "STANDARD_INFREQUENT_ACCESS" ? `IA-${usageType}` : usageType,
    operation,
    resource: tableArn(table, table.name),
    tags: table.tags,
    amount,
    per,
  };
}
