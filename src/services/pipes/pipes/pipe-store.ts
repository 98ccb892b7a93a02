import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import type { Pipe } from "./pipe.ts";

export const pipeMigrations: readonly Migration[] = [
  {
    name: "pipes",
    sql: `
      CREATE TABLE pipes_pipes (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        pipe TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );`,
  },
];

export const pipeStore = {
  async find(tx: ReadTransaction, at: Place, name: string): Promise<Pipe | undefined> {
    const row = await tx.get(find, { name });
    return row && toPipe(row, at);
  },

  async put(tx: WriteTransaction, { account: _account, region: _region, ...pipe }: Pipe): Promise<void> {
    await tx.run(put, { name: pipe.name, pipe: JSON.stringify(pipe) });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  /** In the order of their names. */
  async list(
    tx: ReadTransaction,
    at: Place,
    { prefix, after, limit }: { prefix: string; after: string; limit: number },
  ): Promise<Pipe[]> {
    // Names have no character beyond z.
    return (await tx.all(list, { from: prefix, to: `${prefix}~`, after, limit })).map((row) => toPipe(row, at));
  },
};

function toPipe({ pipe }: { pipe: string }, { account, region }: Place): Pipe {
  return { ...JSON.parse(pipe), account, region };
}

const find = sql<{ name: string }, { pipe: string }>(
  "SELECT pipe FROM pipes_pipes WHERE partition = :partition AND name = :name",
);
const put = sql<{ name: string; pipe: string }>(
  `INSERT INTO pipes_pipes (partition, name, pipe) VALUES (:partition, :name, :pipe)
   ON CONFLICT (partition, name) DO UPDATE SET pipe = excluded.pipe`,
);
const remove = sql<{ name: string }>("DELETE FROM pipes_pipes WHERE partition = :partition AND name = :name");
const count = sql<Record<never, never>, { count: number }>(
  "SELECT count(*) AS count FROM pipes_pipes WHERE partition = :partition",
);
const list = sql<{ from: string; to: string; after: string; limit: number }, { pipe: string }>(
  `SELECT pipe FROM pipes_pipes
   WHERE partition = :partition AND name > :after AND name >= :from AND name < :to ORDER BY name LIMIT :limit`,
);
