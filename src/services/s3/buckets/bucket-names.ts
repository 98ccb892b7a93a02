import type { Migration, PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Bucket } from "./bucket.ts";

/** Names are unique over all accounts and regions, so all of them are one partition. A bucket exists while its row is here. */
export const namesKey: PartitionKey = { account: "", region: "", kind: "s3.bucket-names", name: "" };

export const bucketNameMigrations: readonly Migration[] = [
  {
    name: "bucket-names",
    sql: `
      CREATE TABLE s3_bucket_names (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        id TEXT NOT NULL,
        account TEXT NOT NULL,
        region TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      CREATE INDEX s3_bucket_names_account ON s3_bucket_names (partition, account, name);`,
  },
];

export const bucketNames = {
  async find(tx: ReadTransaction, name: string): Promise<Bucket | undefined> {
    const row = await tx.get(get, { name });
    return row && toBucket(row);
  },

  async count(tx: ReadTransaction, account: string): Promise<number> {
    return (await tx.get(count, { account }))?.count ?? 0;
  },

  /** Those of one account, by name, after a name. */
  async page(tx: ReadTransaction, account: string, after: string, limit: number): Promise<Bucket[]> {
    return (await tx.all(page, { account, after, limit })).map(toBucket);
  },

  async add(tx: WriteTransaction, { name, id, account, region, createdMs }: Bucket): Promise<void> {
    await tx.run(add, { name, id, account, region, createdMs });
  },

  /** Only the bucket of that id: the name may have been taken again. */
  async remove(tx: WriteTransaction, { name, id }: Pick<Bucket, "name" | "id">): Promise<void> {
    await tx.run(remove, { name, id });
  },
};

interface Row {
  readonly name: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly created_ms: number;
}

const get = sql<{ name: string }, Row>("SELECT * FROM s3_bucket_names WHERE partition = :partition AND name = :name");
const count = sql<{ account: string }, { count: number }>(
  "SELECT COUNT(*) AS count FROM s3_bucket_names WHERE partition = :partition AND account = :account",
);
const page = sql<{ account: string; after: string; limit: number }, Row>(
  `SELECT * FROM s3_bucket_names WHERE partition = :partition AND account = :account AND name > :after
   ORDER BY name LIMIT :limit`,
);
const add = sql<{ name: string; id: string; account: string; region: string; createdMs: number }>(
  `INSERT INTO s3_bucket_names (partition, name, id, account, region, created_ms)
   VALUES (:partition, :name, :id, :account, :region, :createdMs)`,
);
const remove = sql<{ name: string; id: string }>(
  "DELETE FROM s3_bucket_names WHERE partition = :partition AND name = :name AND id = :id",
);

function toBucket({ name, id, account, region, created_ms }: Row): Bucket {
  return { name, id, account, region, createdMs: created_ms };
}
