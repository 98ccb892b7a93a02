import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { emptyPage, pageBlocks, setBlockName } from "../blocks/block.ts";
import { blockStore } from "../blocks/block-store.ts";

export const putMigrations: readonly Migration[] = [
  {
    name: "puts",
    sql: `
      CREATE TABLE ebs_puts (
        partition BIGINT NOT NULL,
        snapshot_id TEXT NOT NULL,
        block BIGINT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (partition, snapshot_id, block)
      );`,
  },
];

/** Blocks that were put to a snapshot that is not completed yet. Each has a use of its block, so that nobody else's deletion takes it. */
export const putStore = {
  /** `name` is undefined for zeroes; its block must be there. Gives the blobs that nothing names any more. */
  async put(tx: WriteTransaction, snapshotId: string, block: number, name: string | undefined): Promise<string[]> {
    const former = await tx.get(find, { snapshotId, block });
    if (name !== undefined) await blockStore.use(tx, name, 1);
    await tx.run(put, { snapshotId, block, name: name ?? "" });
    if (former === undefined || former.name === "") return [];
    const blob = await blockStore.release(tx, former.name, 1);
    return blob === undefined ? [] : [blob];
  },

  async count(tx: ReadTransaction, snapshotId: string): Promise<number> {
    return (await tx.get(count, { snapshotId }))?.count ?? 0;
  },

  /** In the order of their places; the name is empty for zeroes. */
  async list(
    tx: ReadTransaction,
    snapshotId: string,
    from: number,
    limit: number,
  ): Promise<{ block: number; name: string }[]> {
    return tx.all(list, { snapshotId, from, limit });
  },

  /** Brings what was put to the first page into the snapshot's map. Gives the blobs that nothing names any more, and whether that was all. */
  async mergePage(tx: WriteTransaction, snapshotId: string): Promise<{ blobs: string[]; isDone: boolean }> {
    const [first] = await tx.all(list, { snapshotId, from: 0, limit: 1 });
    if (!first) return { blobs: [], isDone: true };
    const position = Math.floor(first.block / pageBlocks);
    const until = (position + 1) * pageBlocks;
    const rows = (await tx.all(list, { snapshotId, from: 0, limit: pageBlocks })).filter(({ block }) => block < until);
    const page = (await blockStore.page(tx, snapshotId, position)) ?? emptyPage();
    for (const { block, name } of rows) setBlockName(page, block % pageBlocks, name === "" ? undefined : name);
    const isEmpty = page.every((byte) => byte === 0);
    const blobs = await blockStore.setPage(tx, snapshotId, position, isEmpty ? undefined : page);
    return { blobs: [...blobs, ...(await this.remove(tx, snapshotId, rows))], isDone: false };
  },

  /** Of one that is given up: some of what was put. */
  async removeSome(
    tx: WriteTransaction,
    snapshotId: string,
    limit: number,
  ): Promise<{ blobs: string[]; isDone: boolean }> {
    const rows = await tx.all(list, { snapshotId, from: 0, limit });
    return { blobs: await this.remove(tx, snapshotId, rows), isDone: rows.length < limit };
  },

  async remove(
    tx: WriteTransaction,
    snapshotId: string,
    rows: readonly { readonly block: number; readonly name: string }[],
  ): Promise<string[]> {
    const blobs: string[] = [];
    for (const { block, name } of rows) {
      await tx.run(remove, { snapshotId, block });
      const blob = name === "" ? undefined : await blockStore.release(tx, name, 1);
      if (blob !== undefined) blobs.push(blob);
    }
    return blobs;
  },
};

const find = sql<{ snapshotId: string; block: number }, { name: string }>(
  "SELECT name FROM ebs_puts WHERE partition = :partition AND snapshot_id = :snapshotId AND block = :block",
);
const list = sql<{ snapshotId: string; from: number; limit: number }, { block: number; name: string }>(
  `SELECT block, name FROM ebs_puts WHERE partition = :partition AND snapshot_id = :snapshotId AND block >= :from
   ORDER BY block LIMIT :limit`,
);
const count = sql<{ snapshotId: string }, { count: number }>(
  "SELECT COUNT(*) AS count FROM ebs_puts WHERE partition = :partition AND snapshot_id = :snapshotId",
);
const put = sql<{ snapshotId: string; block: number; name: string }>(
  `INSERT INTO ebs_puts (partition, snapshot_id, block, name) VALUES (:partition, :snapshotId, :block, :name)
   ON CONFLICT (partition, snapshot_id, block) DO UPDATE SET name = excluded.name`,
);
const remove = sql<{ snapshotId: string; block: number }>(
  "DELETE FROM ebs_puts WHERE partition = :partition AND snapshot_id = :snapshotId AND block = :block",
);
