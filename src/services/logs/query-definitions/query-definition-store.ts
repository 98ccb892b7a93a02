import type { PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import { toNameRange } from "../groups/name-range.ts";

/** A query kept for later. Whether it can run is found out when it is started. */
export interface QueryDefinition {
  readonly id: string;
  readonly name: string;
  readonly modifiedMs: number;
  readonly queryString: string;
  readonly groups: readonly string[];
  /** Of the request that made it: the same request again makes no other. Empty without one. */
  readonly clientToken: string;
}

/** The partition of an account's and region's query definitions. */
export function queryDefinitionsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "logs.query-definitions", name: "" };
}

export const queryDefinitionStore = {
  async find(tx: ReadTransaction, id: string): Promise<QueryDefinition | undefined> {
    const row = await tx.get(get, { id });
    return row && toDefinition(row);
  },

  async findByToken(tx: ReadTransaction, clientToken: string): Promise<QueryDefinition | undefined> {
    const row = await tx.get(getByToken, { clientToken });
    return row && toDefinition(row);
  },

  /** In the order of their names. */
  async list(tx: ReadTransaction, { prefix = "", after, limit }: DefinitionPage): Promise<QueryDefinition[]> {
    const { name: afterName, id: afterId } = after ?? { name: "", id: "" };
    return (await tx.all(list, { ...toNameRange(prefix), afterName, afterId, limit })).map(toDefinition);
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  async put(tx: WriteTransaction, definition: QueryDefinition): Promise<void> {
    const { id, name, modifiedMs, clientToken, queryString, groups } = definition;
    await tx.run(put, { id, name, modifiedMs, clientToken, definition: JSON.stringify({ queryString, groups }) });
  },

  async remove(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(remove, { id });
  },
};

interface DefinitionPage {
  readonly prefix?: string | undefined;
  readonly after?: { readonly name: string; readonly id: string } | undefined;
  readonly limit: number;
}

interface DefinitionRow {
  readonly id: string;
  readonly name: string;
  readonly modified_ms: number;
  readonly definition: string;
  readonly client_token: string;
}

type Bounds = { from: string; until: string; afterName: string; afterId: string; limit: number };
type Fields = { id: string; name: string; modifiedMs: number; definition: string; clientToken: string };

const get = sql<{ id: string }, DefinitionRow>(
  "SELECT * FROM logs_query_definitions WHERE partition = :partition AND id = :id",
);
const getByToken = sql<{ clientToken: string }, DefinitionRow>(
  "SELECT * FROM logs_query_definitions WHERE partition = :partition AND client_token = :clientToken",
);
const list = sql<Bounds, DefinitionRow>(
  `SELECT * FROM logs_query_definitions WHERE partition = :partition AND name >= :from AND name < :until
   AND (name, id) > (:afterName, :afterId) ORDER BY name, id LIMIT :limit`,
);
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM logs_query_definitions WHERE partition = :partition",
);
const put = sql<Fields>(
  `INSERT INTO logs_query_definitions (partition, id, name, modified_ms, definition, client_token)
   VALUES (:partition, :id, :name, :modifiedMs, :definition, :clientToken)
   ON CONFLICT (partition, id) DO UPDATE SET
     name = excluded.name, modified_ms = excluded.modified_ms, definition = excluded.definition`,
);
const remove = sql<{ id: string }>("DELETE FROM logs_query_definitions WHERE partition = :partition AND id = :id");

function toDefinition(row: DefinitionRow): QueryDefinition {
  const { id, name, modified_ms: modifiedMs, client_token: clientToken } = row;
  return { id, name, modifiedMs, clientToken, ...JSON.parse(row.definition) };
}
