import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Volume } from "./volume.ts";

export const volumeMigrations: readonly Migration[] = [
  {
    name: "volumes",
    sql: `
      CREATE TABLE ebs_volumes (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        client_token TEXT,
        kind TEXT NOT NULL,
        size_gib BIGINT NOT NULL,
        iops BIGINT NOT NULL,
        volume TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX ebs_volumes_by_token ON ebs_volumes (partition, client_token) WHERE client_token IS NOT NULL;
      CREATE INDEX ebs_volumes_by_kind ON ebs_volumes (partition, kind, size_gib, iops);
      CREATE TABLE ebs_attachments (
        partition BIGINT NOT NULL,
        instance_id TEXT NOT NULL,
        volume_id TEXT NOT NULL,
        PRIMARY KEY (partition, instance_id, volume_id)
      );`,
  },
  {
    name: "binned-volumes",
    sql: `
      CREATE TABLE ebs_binned_volumes (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );`,
  },
];

export const volumeStore = {
  async find(tx: ReadTransaction, id: string): Promise<Volume | undefined> {
    const row = await tx.get(find, { id });
    return row && toVolume(row);
  },

  async findOfToken(tx: ReadTransaction, token: string): Promise<Volume | undefined> {
    const row = await tx.get(findOfToken, { token });
    return row && toVolume(row);
  },

  /** In the order of their ids, at most so many after one. */
  async list(tx: ReadTransaction, after: string, limit: number): Promise<Volume[]> {
    return (await tx.all(list, { after, limit })).map(toVolume);
  },

  /** Those that have a tag, likewise. */
  async ofTag(
    tx: ReadTransaction,
    tag: { readonly key: string; readonly value: string },
    after: string,
    limit: number,
  ) {
    return (await tx.all(ofTag, { ...tag, after, limit })).map(toVolume);
  },

  /** Those in the recycle bin, likewise. */
  async ofBin(tx: ReadTransaction, after: string, limit: number): Promise<Volume[]> {
    return (await tx.all(ofBin, { after, limit })).map(toVolume);
  },

  /** What is attached to an instance. */
  async ofInstance(tx: ReadTransaction, instanceId: string): Promise<Volume[]> {
    return (await tx.all(ofInstance, { instanceId })).map(toVolume);
  },

  /** What is attached to any instance: for lists of instances. */
  async attached(tx: ReadTransaction): Promise<Volume[]> {
    return (await tx.all(attached, {})).map(toVolume);
  },

  /** What all of a kind have together, but for one. */
  async usage(tx: ReadTransaction, kind: string, except: string): Promise<{ sizeGiB: number; iops: number }> {
    const all = await tx.get(usage, { kind });
    const own = except === "" ? undefined : await this.find(tx, except);
    const isCounted = own?.kind === kind;
    return {
      sizeGiB: (all?.size_gib ?? 0) - (isCounted ? own.sizeGiB : 0),
      iops: (all?.iops ?? 0) - (isCounted ? (own.iops ?? 0) : 0),
    };
  },

  async put(tx: WriteTransaction, volume: Volume): Promise<void> {
    const { id: volumeId, clientToken, attachments, kind, sizeGiB, iops = 0 } = volume;
    const token = clientToken ?? null;
    await tx.run(put, { id: volumeId, token, kind, sizeGiB, iops, volume: JSON.stringify(volume) });
    await tx.run(detachAll, { volumeId });
    for (const { instanceId } of attachments) await tx.run(attach, { instanceId, volumeId });
    await tx.run(volume.binned ? bin : unbin, { volumeId });
  },

  async remove(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(detachAll, { volumeId: id });
    await tx.run(unbin, { volumeId: id });
    await tx.run(remove, { id });
  },
};

interface Row {
  readonly volume: string;
}

function toVolume({ volume }: Row): Volume {
  return JSON.parse(volume) as Volume;
}

const find = sql<{ id: string }, Row>("SELECT volume FROM ebs_volumes WHERE partition = :partition AND id = :id");
const findOfToken = sql<{ token: string }, Row>(
  "SELECT volume FROM ebs_volumes WHERE partition = :partition AND client_token = :token",
);
const list = sql<{ after: string; limit: number }, Row>(
  "SELECT volume FROM ebs_volumes WHERE partition = :partition AND id > :after ORDER BY id LIMIT :limit",
);
const ofTag = sql<{ key: string; value: string; after: string; limit: number }, Row>(
  `SELECT volume FROM ec2_tags JOIN ebs_volumes
     ON ebs_volumes.partition = ec2_tags.partition AND ebs_volumes.id = ec2_tags.resource_id
   WHERE ec2_tags.partition = :partition AND ec2_tags.key = :key AND ec2_tags.value = :value
     AND ec2_tags.resource_id > :after ORDER BY ec2_tags.resource_id LIMIT :limit`,
);
const ofBin = sql<{ after: string; limit: number }, Row>(
  `SELECT volume FROM ebs_binned_volumes JOIN ebs_volumes
     ON ebs_volumes.partition = ebs_binned_volumes.partition AND ebs_volumes.id = ebs_binned_volumes.id
   WHERE ebs_binned_volumes.partition = :partition AND ebs_binned_volumes.id > :after
   ORDER BY ebs_binned_volumes.id LIMIT :limit`,
);
const bin = sql<{ volumeId: string }>(
  "INSERT INTO ebs_binned_volumes (partition, id) VALUES (:partition, :volumeId) ON CONFLICT (partition, id) DO NOTHING",
);
const unbin = sql<{ volumeId: string }>(
  "DELETE FROM ebs_binned_volumes WHERE partition = :partition AND id = :volumeId",
);
const joined = `SELECT volume FROM ebs_attachments JOIN ebs_volumes
     ON ebs_volumes.partition = ebs_attachments.partition AND ebs_volumes.id = ebs_attachments.volume_id
   WHERE ebs_attachments.partition = :partition`;
const ofInstance = sql<{ instanceId: string }, Row>(
  `${joined} AND ebs_attachments.instance_id = :instanceId ORDER BY ebs_volumes.id`,
);
const attached = sql<Record<never, never>, Row>(`${joined} ORDER BY ebs_volumes.id`);
const usage = sql<{ kind: string }, { size_gib: number; iops: number }>(
  `SELECT COALESCE(SUM(size_gib), 0) AS size_gib, COALESCE(SUM(iops), 0) AS iops FROM ebs_volumes
   WHERE partition = :partition AND kind = :kind`,
);
const put = sql<{
  id: string;
  token: string | null;
  kind: string;
  sizeGiB: number;
  iops: number;
  volume: string;
}>(
  `INSERT INTO ebs_volumes (partition, id, client_token, kind, size_gib, iops, volume)
   VALUES (:partition, :id, :token, :kind, :sizeGiB, :iops, :volume)
   ON CONFLICT (partition, id) DO UPDATE SET kind = excluded.kind, size_gib = excluded.size_gib, iops = excluded.iops,
     volume = excluded.volume`,
);
const attach = sql<{ instanceId: string; volumeId: string }>(
  "INSERT INTO ebs_attachments (partition, instance_id, volume_id) VALUES (:partition, :instanceId, :volumeId)",
);
const detachAll = sql<{ volumeId: string }>(
  "DELETE FROM ebs_attachments WHERE partition = :partition AND volume_id = :volumeId",
);
const remove = sql<{ id: string }>("DELETE FROM ebs_volumes WHERE partition = :partition AND id = :id");
