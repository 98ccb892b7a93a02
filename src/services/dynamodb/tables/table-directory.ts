import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Database, WriteTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { type KnownTable, toKnownTable } from "./known-table.ts";
import { type Table, tablesKey } from "./table.ts";
import { tableStore } from "./table-store.ts";

export interface TableName extends Place {
  readonly name: string;
}

/** Finds tables by name, through a cache that each write of any server empties. */
export class TableDirectory {
  readonly #storage: Database;
  readonly #tables: SharedCache<TableName, KnownTable | undefined>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    this.#storage = storage;
    this.#tables = caches.create<TableName, KnownTable | undefined>({
      most: limits.cachedTables,
      kind: tablesKey({ account: "", region: "" }).kind,
      tables: { dynamodb_tables: "name" },
      textOf: ({ account, region, name }) => textOf(account, region, name),
      partitionOf: tablesKey,
      rowOf: ({ name }) => name,
      load: async ({ account, region, name }) => {
        const at = { account, region };
        const table = await storage.partition(tablesKey(at)).read((tx) => tableStore.find(tx, at, name));
        return table && toKnownTable(table);
      },
    });
  }

  find(name: TableName): Promise<KnownTable | undefined> {
    return this.#tables.get(name);
  }

  /** What is in memory, without a promise: on the way of each item. */
  peek({ account, region, name }: TableName): KnownTable | undefined {
    return this.#tables.peek(textOf(account, region, name));
  }

  /** Changes a table's row; `change` gives undefined for `to` to leave it as it is. Gives undefined if the table is not there. */
  change<T>(
    { account, region, name }: TableName,
    change: (table: Table, tx: WriteTransaction) => Promise<{ readonly to?: Table; readonly gives: T }>,
  ): Promise<{ readonly gives: T } | undefined> {
    const at = { account, region };
    return this.#storage.partition(tablesKey(at)).write(async (tx) => {
      const table = await tableStore.find(tx, at, name);
      if (!table) return undefined;
      const { to, gives } = await change(table, tx);
      if (to) await tableStore.put(tx, to);
      return { gives };
    });
  }
}

function textOf(account: string, region: string, name: string): string {
  return `${account} ${region} ${name}`;
}
