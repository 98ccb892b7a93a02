import type { Migration, PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { FunctionReference } from "../functions/function-name.ts";

/** A URL's id is known without its function, so each is a partition of its own. */
export const urlMigrations: readonly Migration[] = [
  {
    name: "urls",
    sql: `
      CREATE TABLE lambda_urls (
        partition BIGINT NOT NULL,
        account TEXT NOT NULL,
        region TEXT NOT NULL,
        name TEXT NOT NULL,
        qualifier TEXT,
        PRIMARY KEY (partition)
      );`,
  },
];

export const urlsKind = "lambda.url";

export function urlKey(id: string): PartitionKey {
  return { account: "", region: "", kind: urlsKind, name: id };
}

export const urlStore = {
  async find(tx: ReadTransaction): Promise<FunctionReference | undefined> {
    const row = await tx.get(get, {});
    return row && { ...row, qualifier: row.qualifier ?? undefined };
  },

  async put(tx: WriteTransaction, { account, region, name, qualifier }: FunctionReference): Promise<void> {
    await tx.run(put, { account, region, name, qualifier: qualifier ?? null });
  },
};

interface Row {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly qualifier: string | null;
}

const get = sql<Record<never, never>, Row>(
  "SELECT account, region, name, qualifier FROM lambda_urls WHERE partition = :partition",
);
const put = sql<{ account: string; region: string; name: string; qualifier: string | null }>(
  `INSERT INTO lambda_urls (partition, account, region, name, qualifier)
   VALUES (:partition, :account, :region, :name, :qualifier)
   ON CONFLICT (partition) DO UPDATE SET account = excluded.account, region = excluded.region, name = excluded.name,
     qualifier = excluded.qualifier`,
);
