import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { ManagedSnapshot, Policy } from "./policy.ts";

export const policyMigrations: readonly Migration[] = [
  {
    name: "policies",
    sql: `
      CREATE TABLE dlm_policies (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        policy TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE TABLE dlm_snapshots (
        partition BIGINT NOT NULL,
        policy_id TEXT NOT NULL,
        region TEXT NOT NULL,
        snapshot_id TEXT NOT NULL,
        snapshot TEXT NOT NULL,
        PRIMARY KEY (partition, policy_id, region, snapshot_id)
      );`,
  },
];

export const policyStore = {
  async find(tx: ReadTransaction, id: string): Promise<Policy | undefined> {
    const row = await tx.get(find, { id });
    return row && (JSON.parse(row.policy) as Policy);
  },

  async list(tx: ReadTransaction): Promise<Policy[]> {
    return (await tx.all(list, {})).map(({ policy }) => JSON.parse(policy) as Policy);
  },

  async put(tx: WriteTransaction, policy: Policy): Promise<void> {
    await tx.run(put, { id: policy.id, policy: JSON.stringify(policy) });
  },

  /** With what is known of its snapshots, which stay. */
  async remove(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(removeSnapshots, { policyId: id });
    await tx.run(remove, { id });
  },

  async snapshots(tx: ReadTransaction, policyId: string): Promise<ManagedSnapshot[]> {
    return (await tx.all(snapshots, { policyId })).map(({ snapshot }) => JSON.parse(snapshot) as ManagedSnapshot);
  },

  async putSnapshot(tx: WriteTransaction, snapshot: ManagedSnapshot): Promise<void> {
    const { policyId, region, snapshotId } = snapshot;
    await tx.run(putSnapshot, { policyId, region, snapshotId, snapshot: JSON.stringify(snapshot) });
  },

  async removeSnapshot(tx: WriteTransaction, { policyId, region, snapshotId }: ManagedSnapshot): Promise<void> {
    await tx.run(removeSnapshot, { policyId, region, snapshotId });
  },
};

const find = sql<{ id: string }, { policy: string }>(
  "SELECT policy FROM dlm_policies WHERE partition = :partition AND id = :id",
);
const list = sql<Record<never, never>, { policy: string }>(
  "SELECT policy FROM dlm_policies WHERE partition = :partition ORDER BY id",
);
const put = sql<{ id: string; policy: string }>(
  `INSERT INTO dlm_policies (partition, id, policy) VALUES (:partition, :id, :policy)
   ON CONFLICT (partition, id) DO UPDATE SET policy = excluded.policy`,
);
const remove = sql<{ id: string }>("DELETE FROM dlm_policies WHERE partition = :partition AND id = :id");
const snapshots = sql<{ policyId: string }, { snapshot: string }>(
  "SELECT snapshot FROM dlm_snapshots WHERE partition = :partition AND policy_id = :policyId",
);
const putSnapshot = sql<{ policyId: string; region: string; snapshotId: string; snapshot: string }>(
  `INSERT INTO dlm_snapshots (partition, policy_id, region, snapshot_id, snapshot)
   VALUES (:partition, :policyId, :region, :snapshotId, :snapshot)
   ON CONFLICT (partition, policy_id, region, snapshot_id) DO UPDATE SET snapshot = excluded.snapshot`,
);
const removeSnapshot = sql<{ policyId: string; region: string; snapshotId: string }>(
  `DELETE FROM dlm_snapshots WHERE partition = :partition AND policy_id = :policyId AND region = :region
   AND snapshot_id = :snapshotId`,
);
const removeSnapshots = sql<{ policyId: string }>(
  "DELETE FROM dlm_snapshots WHERE partition = :partition AND policy_id = :policyId",
);
