import { hash } from "node:crypto";
import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { blockName, pageBlocks } from "./block.ts";

export const blockMigrations: readonly Migration[] = [
  {
    name: "blocks",
    sql: `
      CREATE TABLE ebs_blocks (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        blob TEXT NOT NULL,
        uses BIGINT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      CREATE TABLE ebs_pages (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        names BLOB NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE TABLE ebs_maps (
        partition BIGINT NOT NULL,
        owner TEXT NOT NULL,
        position BIGINT NOT NULL,
        page TEXT NOT NULL,
        PRIMARY KEY (partition, owner, position)
      );
      CREATE INDEX ebs_maps_by_page ON ebs_maps (partition, page);`,
  },
];

export interface MapRow {
  readonly position: number;
  /** Of its page: the same names, the same id. */
  readonly page: string;
}

/**
 * What volumes and snapshots consist of: a map of pages for each, pages of blocks' names, and for each name a blob and how many places in pages it has.
 * A page is there while a map has it, a block while a page has it; both go in the commit that takes the last of them, so a shared one cannot be lost.
 */
export const blockStore = {
  async pages(tx: ReadTransaction, owner: string): Promise<MapRow[]> {
    return tx.all(pages, { owner });
  },

  /** From a position on, at most so many. */
  async pagesFrom(tx: ReadTransaction, owner: string, from: number, limit: number): Promise<MapRow[]> {
    return tx.all(pagesFrom, { owner, from, limit });
  },

  /** The names of 256 blocks; undefined where there are none but zeroes. */
  async page(tx: ReadTransaction, owner: string, position: number): Promise<Buffer | undefined> {
    return toBuffer(await tx.get(pageAt, { owner, position }));
  },

  async pageOf(tx: ReadTransaction, id: string): Promise<Buffer | undefined> {
    return toBuffer(await tx.get(pageById, { id }));
  },

  /** The blob of a block. */
  async blob(tx: ReadTransaction, name: string): Promise<string | undefined> {
    return (await tx.get(blob, { name }))?.blob;
  },

  /** Blobs in the order of their blocks' names. */
  async blobs(tx: ReadTransaction, after: string, limit: number): Promise<{ name: string; blob: string }[]> {
    return tx.all(blobs, { after, limit });
  },

  /** Names a block whose page follows in this commit. One that is there keeps its blob. False if it was there. */
  async addBlock(tx: WriteTransaction, name: string, blob: string): Promise<boolean> {
    return (await tx.change(add, { name, blob })) > 0;
  },

  /** A use that no page has: of a block that was put and is in no map yet. */
  async use(tx: WriteTransaction, name: string, count: number): Promise<void> {
    await tx.run(use, { name, count });
  },

  /** Puts a page into a map, or takes it out of it. All blocks that it names must be there. Gives the blobs that nothing names any more. */
  async setPage(tx: WriteTransaction, owner: string, position: number, names: Buffer | undefined): Promise<string[]> {
    const former = (await tx.get(pageIdAt, { owner, position }))?.page;
    const id = names && hash("sha256", names, "hex");
    if (id === former) return [];
    if (names && id !== undefined) {
      if ((await tx.get(pageById, { id })) === undefined) {
        await tx.run(addPage, { id, names });
        for (const [name, count] of countNames(names)) await tx.run(use, { name, count });
      }
      await tx.run(putMap, { owner, position, page: id });
    } else await tx.run(removeMap, { owner, position });
    return former === undefined ? [] : releasePage(tx, former);
  },

  /** Gives `to`, which has none, the map that `from` has. */
  async copyMap(tx: WriteTransaction, from: string, to: string): Promise<void> {
    await tx.run(copyMap, { from, to });
  },

  /** Takes the first pages out of a map. Gives the blobs that nothing names any more, and whether there are more pages. */
  async removePages(tx: WriteTransaction, owner: string, limit: number): Promise<{ blobs: string[]; isDone: boolean }> {
    const rows = await tx.all(pagesFrom, { owner, from: 0, limit });
    const freed: string[] = [];
    for (const { position, page } of rows) {
      await tx.run(removeMap, { owner, position });
      freed.push(...(await releasePage(tx, page)));
    }
    return { blobs: freed, isDone: rows.length < limit };
  },

  /** Takes uses back. Gives the blob if it was the last. */
  release,
};

/** Of a page that a map has lost: it goes if no other has it. */
async function releasePage(tx: WriteTransaction, id: string): Promise<string[]> {
  if ((await tx.get(mapOfPage, { page: id })) !== undefined) return [];
  const names = toBuffer(await tx.get(pageById, { id }));
  if (!names) return [];
  await tx.run(removePage, { id });
  const freed: string[] = [];
  for (const [name, count] of countNames(names)) {
    const blob = await release(tx, name, count);
    if (blob !== undefined) freed.push(blob);
  }
  return freed;
}

async function release(tx: WriteTransaction, name: string, count: number): Promise<string | undefined> {
  await tx.run(use, { name, count: -count });
  const row = await tx.get(unused, { name });
  if (row) await tx.run(removeBlock, { name });
  return row?.blob;
}

function countNames(names: Buffer): Map<string, number> {
  const counts = new Map<string, number>();
  for (let position = 0; position < pageBlocks; position++) {
    const name = blockName(names, position);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function toBuffer(row: { names: Uint8Array } | undefined): Buffer | undefined {
  return row && Buffer.from(row.names);
}

const pages = sql<{ owner: string }, MapRow>(
  "SELECT position, page FROM ebs_maps WHERE partition = :partition AND owner = :owner ORDER BY position",
);
const pagesFrom = sql<{ owner: string; from: number; limit: number }, MapRow>(
  `SELECT position, page FROM ebs_maps WHERE partition = :partition AND owner = :owner AND position >= :from
   ORDER BY position LIMIT :limit`,
);
const pageIdAt = sql<{ owner: string; position: number }, { page: string }>(
  "SELECT page FROM ebs_maps WHERE partition = :partition AND owner = :owner AND position = :position",
);
const pageAt = sql<{ owner: string; position: number }, { names: Uint8Array }>(
  `SELECT names FROM ebs_maps JOIN ebs_pages ON ebs_pages.partition = ebs_maps.partition AND ebs_pages.id = ebs_maps.page
   WHERE ebs_maps.partition = :partition AND owner = :owner AND position = :position`,
);
const pageById = sql<{ id: string }, { names: Uint8Array }>(
  "SELECT names FROM ebs_pages WHERE partition = :partition AND id = :id",
);
const mapOfPage = sql<{ page: string }, { position: number }>(
  "SELECT position FROM ebs_maps WHERE partition = :partition AND page = :page LIMIT 1",
);
const blob = sql<{ name: string }, { blob: string }>(
  "SELECT blob FROM ebs_blocks WHERE partition = :partition AND name = :name",
);
const blobs = sql<{ after: string; limit: number }, { name: string; blob: string }>(
  "SELECT name, blob FROM ebs_blocks WHERE partition = :partition AND name > :after ORDER BY name LIMIT :limit",
);
const unused = sql<{ name: string }, { blob: string }>(
  "SELECT blob FROM ebs_blocks WHERE partition = :partition AND name = :name AND uses <= 0",
);
const add = sql<{ name: string; blob: string }>(
  `INSERT INTO ebs_blocks (partition, name, blob, uses) VALUES (:partition, :name, :blob, 0)
   ON CONFLICT (partition, name) DO NOTHING`,
);
const use = sql<{ name: string; count: number }>(
  "UPDATE ebs_blocks SET uses = uses + :count WHERE partition = :partition AND name = :name",
);
const addPage = sql<{ id: string; names: Uint8Array }>(
  "INSERT INTO ebs_pages (partition, id, names) VALUES (:partition, :id, :names)",
);
const putMap = sql<{ owner: string; position: number; page: string }>(
  `INSERT INTO ebs_maps (partition, owner, position, page) VALUES (:partition, :owner, :position, :page)
   ON CONFLICT (partition, owner, position) DO UPDATE SET page = excluded.page`,
);
const copyMap = sql<{ from: string; to: string }>(
  `INSERT INTO ebs_maps (partition, owner, position, page)
   SELECT partition, :to, position, page FROM ebs_maps WHERE partition = :partition AND owner = :from`,
);
const removeMap = sql<{ owner: string; position: number }>(
  "DELETE FROM ebs_maps WHERE partition = :partition AND owner = :owner AND position = :position",
);
const removePage = sql<{ id: string }>("DELETE FROM ebs_pages WHERE partition = :partition AND id = :id");
const removeBlock = sql<{ name: string }>("DELETE FROM ebs_blocks WHERE partition = :partition AND name = :name");
