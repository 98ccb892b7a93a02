import type { Migration, ReadTransaction, WriteTransaction } from "../../storage/database.ts";
import { sql } from "../../storage/statement.ts";

const ofApi = "WHERE partition = :partition AND api_id = :apiId";

type Which = { apiId: string; deploymentId: string };

/** What deployments have made public: the parts of their API as they were. */
export function createSnapshotStore<Snapshot>(table: string) {
  const find = sql<Which, { snapshot: string }>(
    `SELECT snapshot FROM ${table} ${ofApi} AND deployment_id = :deploymentId`,
  );
  const put = sql<Which & { snapshot: string }>(
    `INSERT INTO ${table} (partition, api_id, deployment_id, snapshot)
   VALUES (:partition, :apiId, :deploymentId, :snapshot)`,
  );
  const remove = sql<Which>(`DELETE FROM ${table} ${ofApi} AND deployment_id = :deploymentId`);
  const removeAll = sql<{ apiId: string }>(`DELETE FROM ${table} ${ofApi}`);
  return {
    async find(tx: ReadTransaction, apiId: string, deploymentId: string): Promise<Snapshot | undefined> {
      const row = await tx.get(find, { apiId, deploymentId });
      return row && (JSON.parse(row.snapshot) as Snapshot);
    },

    async put(tx: WriteTransaction, apiId: string, deploymentId: string, snapshot: Snapshot): Promise<void> {
      await tx.run(put, { apiId, deploymentId, snapshot: JSON.stringify(snapshot) });
    },

    async remove(tx: WriteTransaction, apiId: string, deploymentId: string): Promise<void> {
      await tx.run(remove, { apiId, deploymentId });
    },

    async removeAll(tx: WriteTransaction, apiId: string): Promise<void> {
      await tx.run(removeAll, { apiId });
    },
  };
}

export function snapshotMigrations(table: string): readonly Migration[] {
  return [
    {
      name: "snapshots",
      sql: `
      CREATE TABLE ${table} (
        partition BIGINT NOT NULL,
        api_id TEXT NOT NULL,
        deployment_id TEXT NOT NULL,
        snapshot TEXT NOT NULL,
        PRIMARY KEY (partition, api_id, deployment_id)
      );`,
    },
  ];
}
