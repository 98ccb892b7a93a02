import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { toNameRange } from "../groups/name-range.ts";
import type { Filter, FilterKind, FilterOf } from "./filter.ts";

/** The filters of all groups of one account and region, beside the groups themselves. */
export const filterStore = {
  async find<K extends FilterKind>(
    tx: ReadTransaction,
    { kind, group, name }: FilterKey<K>,
  ): Promise<FilterOf<K> | undefined> {
    const row = await tx.get(get, { kind, group, name });
    return row && toFilter<K>(kind, row);
  },

  /** Those of one group, by name. */
  async list<K extends FilterKind>(
    tx: ReadTransaction,
    kind: K,
    group: string,
    page: FilterPage,
  ): Promise<FilterOf<K>[]> {
    const { prefix = "", after = "", limit } = page;
    const rows = await tx.all(list, { kind, group, ...toNameRange(prefix), after, limit });
    return rows.map((row) => toFilter<K>(kind, row));
  },

  /** Those of all groups, by their names. */
  async listAll<K extends FilterKind>(tx: ReadTransaction, kind: K, page: AllFiltersPage): Promise<FilterOf<K>[]> {
    const { after, limit } = page;
    const rows = await tx.all(listAll, { kind, afterGroup: after?.group ?? "", afterName: after?.name ?? "", limit });
    return rows.map((row) => toFilter<K>(kind, row));
  },

  async count(tx: ReadTransaction, kind: FilterKind, group: string): Promise<number> {
    return (await tx.get(count, { kind, group }))?.count ?? 0;
  },

  async put(tx: WriteTransaction, filter: Filter): Promise<void> {
    const { kind, group, name, createdMs, ...definition } = filter;
    await tx.run(put, { kind, group, name, createdMs, definition: JSON.stringify(definition) });
  },

  async remove(tx: WriteTransaction, { kind, group, name }: FilterKey<FilterKind>): Promise<void> {
    await tx.run(remove, { kind, group, name });
  },

  async removeGroup(tx: WriteTransaction, group: string): Promise<void> {
    await tx.run(removeGroup, { group });
  },
};

export interface FilterKey<K extends FilterKind> {
  readonly kind: K;
  readonly group: string;
  readonly name: string;
}

interface FilterPage {
  readonly prefix?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

interface AllFiltersPage {
  readonly after?: { readonly group: string; readonly name: string } | undefined;
  readonly limit: number;
}

interface FilterRow {
  readonly group_name: string;
  readonly name: string;
  readonly created_ms: number;
  readonly definition: string;
}

type Key = { kind: string; group: string; name: string };
type PageBounds = { kind: string; group: string; from: string; until: string; after: string; limit: number };

const columns = "group_name, name, created_ms, definition";
const get = sql<Key, FilterRow>(
  `SELECT ${columns} FROM logs_filters
   WHERE partition = :partition AND kind = :kind AND group_name = :group AND name = :name`,
);
const list = sql<PageBounds, FilterRow>(
  `SELECT ${columns} FROM logs_filters WHERE partition = :partition AND kind = :kind AND group_name = :group
   AND name >= :from AND name < :until AND name > :after ORDER BY name LIMIT :limit`,
);
const listAll = sql<{ kind: string; afterGroup: string; afterName: string; limit: number }, FilterRow>(
  `SELECT ${columns} FROM logs_filters WHERE partition = :partition AND kind = :kind
   AND (name, group_name) > (:afterName, :afterGroup) ORDER BY name, group_name LIMIT :limit`,
);
const count = sql<{ kind: string; group: string }, { count: number }>(
  "SELECT COUNT(*) AS count FROM logs_filters WHERE partition = :partition AND kind = :kind AND group_name = :group",
);
const put = sql<Key & { createdMs: number; definition: string }>(
  `INSERT INTO logs_filters (partition, kind, group_name, name, created_ms, definition)
   VALUES (:partition, :kind, :group, :name, :createdMs, :definition)
   ON CONFLICT (partition, kind, group_name, name) DO UPDATE SET definition = excluded.definition`,
);
const remove = sql<Key>(
  "DELETE FROM logs_filters WHERE partition = :partition AND kind = :kind AND group_name = :group AND name = :name",
);
const removeGroup = sql<{ group: string }>(
  "DELETE FROM logs_filters WHERE partition = :partition AND group_name = :group",
);

/** What is stored is what `put` was given. */
function toFilter<K extends FilterKind>(kind: K, row: FilterRow): FilterOf<K> {
  const filter = { kind, group: row.group_name, name: row.name, createdMs: row.created_ms };
  return { ...filter, ...JSON.parse(row.definition) };
}
