import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Entities, EntityKind } from "./entity.ts";

/**
 * An account's entities, each one row with all that hangs on it: they are few, and a decision needs them whole. Names differ
 * by more than case ("Resource names are case-insensitively unique"), so the key is the name in lower case.
 */
export const entityStore = {
  async find<K extends EntityKind>(tx: ReadTransaction, kind: K, name: string): Promise<Entities[K] | undefined> {
    const row = await tx.get(get, { kind, key: keyOf(name) });
    return row && (JSON.parse(row.entity) as Entities[K]);
  },

  /** In the order of their names. */
  async list<K extends EntityKind>(tx: ReadTransaction, kind: K): Promise<Entities[K][]> {
    return (await tx.all(list, { kind })).map((row) => JSON.parse(row.entity) as Entities[K]);
  },

  async count(tx: ReadTransaction, kind: EntityKind): Promise<number> {
    return (await tx.get(count, { kind }))?.count ?? 0;
  },

  async put<K extends EntityKind>(tx: WriteTransaction, kind: K, entity: Entities[K]): Promise<void> {
    await tx.run(put, { kind, key: keyOf(entity.name), entity: JSON.stringify(entity) });
  },

  async remove(tx: WriteTransaction, kind: EntityKind, name: string): Promise<void> {
    await tx.run(remove, { kind, key: keyOf(name) });
  },
};

export function keyOf(name: string): string {
  return name.toLowerCase();
}

const get = sql<{ kind: string; key: string }, { entity: string }>(
  "SELECT entity FROM iam_entities WHERE partition = :partition AND kind = :kind AND key = :key",
);
const list = sql<{ kind: string }, { entity: string }>(
  "SELECT entity FROM iam_entities WHERE partition = :partition AND kind = :kind ORDER BY key",
);
const count = sql<{ kind: string }, { count: number }>(
  "SELECT COUNT(*) AS count FROM iam_entities WHERE partition = :partition AND kind = :kind",
);
const put = sql<{ kind: string; key: string; entity: string }>(
  `INSERT INTO iam_entities (partition, kind, key, entity) VALUES (:partition, :kind, :key, :entity)
   ON CONFLICT (partition, kind, key) DO UPDATE SET entity = excluded.entity`,
);
const remove = sql<{ kind: string; key: string }>(
  "DELETE FROM iam_entities WHERE partition = :partition AND kind = :kind AND key = :key",
);
