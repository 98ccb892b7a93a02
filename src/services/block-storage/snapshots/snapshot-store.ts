import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Snapshot } from "./snapshot.ts";

export const snapshotMigrations: readonly Migration[] = [
  {
    name: "snapshots",
    sql: `
      CREATE TABLE ebs_snapshots (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        volume_id TEXT NOT NULL,
        state TEXT NOT NULL,
        client_token TEXT,
        snapshot TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX ebs_snapshots_by_volume ON ebs_snapshots (partition, volume_id, id);
      CREATE INDEX ebs_snapshots_by_state ON ebs_snapshots (partition, state, id);
      CREATE INDEX ebs_snapshots_by_token ON ebs_snapshots (partition, client_token) WHERE client_token IS NOT NULL;`,
  },
];

/** What the index knows of them, so that a list need not read all. */
export interface SnapshotSearch {
  readonly volumeId?: string | undefined;
  readonly state?: string | undefined;
  readonly tag?: { readonly key: string; readonly value: string } | undefined;
}

/** What the index has as the state of those in the recycle bin. */
export const inBin = "in-bin";

export const snapshotStore = {
  async find(tx: ReadTransaction, id: string): Promise<Snapshot | undefined> {
    return toSnapshot(await tx.get(find, { id }));
  },

  async findOfToken(tx: ReadTransaction, token: string): Promise<Snapshot | undefined> {
    return toSnapshot(await tx.get(findOfToken, { token }));
  },

  /** In the order of their ids, at most so many after one. */
  async search(tx: ReadTransaction, { volumeId, state, tag }: SnapshotSearch, after: string, limit: number) {
    const rows =
      volumeId !== undefined
        ? await tx.all(ofVolume, { volumeId, after, limit })
        : tag !== undefined
          ? await tx.all(ofTag, { ...tag, after, limit })
          : state !== undefined
            ? await tx.all(ofState, { state, after, limit })
            : await tx.all(list, { after, limit });
    return rows.map(({ snapshot }) => JSON.parse(snapshot) as Snapshot);
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  async put(tx: WriteTransaction, snapshot: Snapshot): Promise<void> {
    const { id, volumeId, clientToken, binned } = snapshot;
    const state = binned ? inBin : snapshot.state;
    await tx.run(put, { id, volumeId, state, token: clientToken ?? null, snapshot: JSON.stringify(snapshot) });
  },

  async remove(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(remove, { id });
  },
};

interface Row {
  readonly snapshot: string;
}

function toSnapshot(row: Row | undefined): Snapshot | undefined {
  return row && (JSON.parse(row.snapshot) as Snapshot);
}

const find = sql<{ id: string }, Row>("SELECT snapshot FROM ebs_snapshots WHERE partition = :partition AND id = :id");
const findOfToken = sql<{ token: string }, Row>(
  "SELECT snapshot FROM ebs_snapshots WHERE partition = :partition AND client_token = :token",
);
const list = sql<{ after: string; limit: number }, Row>(
  "SELECT snapshot FROM ebs_snapshots WHERE partition = :partition AND id > :after ORDER BY id LIMIT :limit",
);
const ofVolume = sql<{ volumeId: string; after: string; limit: number }, Row>(
  `SELECT snapshot FROM ebs_snapshots WHERE partition = :partition AND volume_id = :volumeId AND id > :after
   ORDER BY id LIMIT :limit`,
);
const ofState = sql<{ state: string; after: string; limit: number }, Row>(
  `SELECT snapshot FROM ebs_snapshots WHERE partition = :partition AND state = :state AND id > :after
   ORDER BY id LIMIT :limit`,
);
const ofTag = sql<{ key: string; value: string; after: string; limit: number }, Row>(
  `SELECT snapshot FROM ec2_tags JOIN ebs_snapshots
     ON ebs_snapshots.partition = ec2_tags.partition AND ebs_snapshots.id = ec2_tags.resource_id
   WHERE ec2_tags.partition = :partition AND ec2_tags.key = :key AND ec2_tags.value = :value
     AND ec2_tags.resource_id > :after ORDER BY ec2_tags.resource_id LIMIT :limit`,
);
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM ebs_snapshots WHERE partition = :partition",
);
const put = sql<{ id: string; volumeId: string; state: string; token: string | null; snapshot: string }>(
  `INSERT INTO ebs_snapshots (partition, id, volume_id, state, client_token, snapshot)
   VALUES (:partition, :id, :volumeId, :state, :token, :snapshot)
   ON CONFLICT (partition, id) DO UPDATE SET volume_id = excluded.volume_id, state = excluded.state,
     client_token = excluded.client_token, snapshot = excluded.snapshot`,
);
const remove = sql<{ id: string }>("DELETE FROM ebs_snapshots WHERE partition = :partition AND id = :id");
