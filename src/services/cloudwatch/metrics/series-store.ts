import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Dimension } from "./metric.ts";

/** A metric's values in one unit: where there are several units, they are kept apart. */
export interface Series {
  readonly metric: string;
  readonly unit: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  /** The time of its newest data point, renewed only every few minutes. */
  readonly lastS: number;
}

/** A metric of the namespace, over all its units. */
export type ListedMetric = Omit<Series, "unit">;

/** Which metrics a namespace has. */
export const seriesStore = {
  async put(tx: WriteTransaction, { metric, unit, name, dimensions, lastS }: Series): Promise<void> {
    await tx.run(put, { metric, unit, name, dimensions: JSON.stringify(dimensions), lastS });
  },

  /** In the order of their keys, with data since `sinceS`. */
  async listMetrics(tx: ReadTransaction, page: MetricPage): Promise<ListedMetric[]> {
    const { name, after, sinceS, limit } = page;
    const bounds = { after, sinceS, limit };
    const rows = name === undefined ? await tx.all(list, bounds) : await tx.all(listNamed, { ...bounds, name });
    return rows.map((row) => ({
      metric: row.metric,
      name: row.name,
      dimensions: JSON.parse(row.dimensions),
      lastS: row.last_s,
    }));
  },

  /** At most `limit` of them; gives how many it were. */
  async removeOlder(tx: WriteTransaction, beforeS: number, limit: number): Promise<number> {
    return tx.change(removeOlder, { beforeS, limit });
  },
};

export interface MetricPage {
  /** Metrics of that name only. */
  readonly name: string | undefined;
  /** The key of the page before's last metric, or "". */
  readonly after: string;
  readonly sinceS: number;
  readonly limit: number;
}

interface MetricRow {
  readonly metric: string;
  readonly name: string;
  readonly dimensions: string;
  readonly last_s: number;
}

type PageParameters = { after: string; sinceS: number; limit: number };

const put = sql<{ metric: string; unit: string; name: string; dimensions: string; lastS: number }>(
  `INSERT INTO cloudwatch_series (partition, metric, unit, name, dimensions, last_s)
   VALUES (:partition, :metric, :unit, :name, :dimensions, :lastS)
   ON CONFLICT (partition, metric, unit) DO UPDATE SET last_s =
     CASE WHEN excluded.last_s > cloudwatch_series.last_s THEN excluded.last_s ELSE cloudwatch_series.last_s END`,
);
const select =
  "SELECT metric, name, dimensions, MAX(last_s) AS last_s FROM cloudwatch_series WHERE partition = :partition";
const page = `metric > :after AND last_s >= :sinceS GROUP BY metric, name, dimensions ORDER BY metric LIMIT :limit`;
const list = sql<PageParameters, MetricRow>(`${select} AND ${page}`);
const listNamed = sql<PageParameters & { name: string }, MetricRow>(`${select} AND name = :name AND ${page}`);
const removeOlder = sql<{ beforeS: number; limit: number }>(
  `DELETE FROM cloudwatch_series WHERE partition = :partition AND (metric, unit) IN
   (SELECT metric, unit FROM cloudwatch_series WHERE partition = :partition AND last_s < :beforeS LIMIT :limit)`,
);
