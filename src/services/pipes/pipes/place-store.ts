import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

export const placeMigrations: readonly Migration[] = [
  {
    name: "places",
    sql: `
      CREATE TABLE pipes_places (
        partition BIGINT NOT NULL, pipe TEXT NOT NULL, shard TEXT NOT NULL, place TEXT NOT NULL,
        PRIMARY KEY (partition, pipe, shard)
      );`,
  },
];

/** How far a pipe has come in a shard: all records up to one, or none since some time. */
export interface ShardPlace {
  readonly after?: string;
  readonly sinceMs?: number;
}

export const placeStore = {
  async find(tx: ReadTransaction, pipe: string, shard: string): Promise<ShardPlace | undefined> {
    const row = await tx.get(find, { pipe, shard });
    return row && (JSON.parse(row.place) as ShardPlace);
  },

  async put(tx: WriteTransaction, pipe: string, shard: string, place: ShardPlace): Promise<void> {
    await tx.run(put, { pipe, shard, place: JSON.stringify(place) });
  },

  async removeAll(tx: WriteTransaction, pipe: string): Promise<void> {
    await tx.run(removeAll, { pipe });
  },
};

const find = sql<{ pipe: string; shard: string }, { place: string }>(
  "SELECT place FROM pipes_places WHERE partition = :partition AND pipe = :pipe AND shard = :shard",
);
const put = sql<{ pipe: string; shard: string; place: string }>(
  `INSERT INTO pipes_places (partition, pipe, shard, place) VALUES (:partition, :pipe, :shard, :place)
   ON CONFLICT (partition, pipe, shard) DO UPDATE SET place = excluded.place`,
);
const removeAll = sql<{ pipe: string }>("DELETE FROM pipes_places WHERE partition = :partition AND pipe = :pipe");
