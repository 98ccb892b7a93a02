import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { type BlockId, type BlockPoints, blockSpanS, decodeBlock, encodeBlock } from "./block.ts";

/** The data points of a namespace's metrics. */
export const blockStore = {
  async find(tx: ReadTransaction, id: BlockId): Promise<BlockPoints | undefined> {
    const row = await tx.get(get, { ...id });
    return row && decodeBlock(row.points, id);
  },

  async put(tx: WriteTransaction, id: BlockId, points: BlockPoints): Promise<void> {
    await tx.run(put, { ...id, points: encodeBlock(points, id) });
  },

  async remove(tx: WriteTransaction, id: BlockId): Promise<void> {
    await tx.run(remove, { ...id });
  },

  /** A metric's blocks of one resolution that have points from `fromS` on and before `toS`. */
  async listRange(
    tx: ReadTransaction,
    range: { metric: string; resolutionS: number; fromS: number; toS: number },
  ): Promise<{ unit: string; points: BlockPoints }[]> {
    const fromS = range.fromS - blockSpanS(range.resolutionS) + 1;
    const rows = await tx.all(listRange, { ...range, fromS });
    return rows.map(({ unit, start_s, points }) => ({
      unit,
      points: decodeBlock(points, { startS: start_s }),
    }));
  },

  /** Blocks of a resolution that began before that time, oldest first. */
  async listOlder(
    tx: ReadTransaction,
    older: { resolutionS: number; beforeS: number; limit: number },
  ): Promise<BlockId[]> {
    const rows = await tx.all(listOlder, older);
    return rows.map(({ metric, unit, start_s }) => ({
      metric,
      unit,
      resolutionS: older.resolutionS,
      startS: start_s,
    }));
  },
};

type IdParameters = { metric: string; unit: string; resolutionS: number; startS: number };

const isBlock = `partition = :partition AND metric = :metric AND resolution_s = :resolutionS AND start_s = :startS
  AND unit = :unit`;
const get = sql<IdParameters, { points: string }>(`SELECT points FROM cloudwatch_blocks WHERE ${isBlock}`);
const put = sql<IdParameters & { points: string }>(
  `INSERT INTO cloudwatch_blocks (partition, metric, resolution_s, start_s, unit, points)
   VALUES (:partition, :metric, :resolutionS, :startS, :unit, :points)
   ON CONFLICT (partition, metric, resolution_s, start_s, unit) DO UPDATE SET points = excluded.points`,
);
const remove = sql<IdParameters>(`DELETE FROM cloudwatch_blocks WHERE ${isBlock}`);
const listRange = sql<
  { metric: string; resolutionS: number; fromS: number; toS: number },
  { unit: string; start_s: number; points: string }
>(
  `SELECT unit, start_s, points FROM cloudwatch_blocks
   WHERE partition = :partition AND metric = :metric AND resolution_s = :resolutionS AND start_s >= :fromS AND start_s < :toS
   ORDER BY start_s, unit`,
);
const listOlder = sql<
  { resolutionS: number; beforeS: number; limit: number },
  { metric: string; unit: string; start_s: number }
>(
  `SELECT metric, unit, start_s FROM cloudwatch_blocks
   WHERE partition = :partition AND resolution_s = :resolutionS AND start_s < :beforeS
   ORDER BY start_s, metric, unit LIMIT :limit`,
);
