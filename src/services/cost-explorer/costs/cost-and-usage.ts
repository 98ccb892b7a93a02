import { ownValue } from "../../../platform/own-value.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import type { OperationInput, OperationOutput } from "../../service.ts";
import { monthBounds } from "../../usage/usage.ts";
import { invalidToken, notSupported, validation } from "../errors.ts";
import { limits } from "../limits.ts";
import type { CostExplorer } from "../model.ts";
import type { CostExplorerContext } from "../operation.ts";
import { addRow, checkMetrics, emptySums, type Sums, toMetricValues } from "./cost-metrics.ts";
import { type CostRow, checkDimension, readCosts } from "./cost-row.ts";
import { toFilter } from "./filter.ts";
import {
  bucketsOf,
  checkGranularity,
  checkPeriod,
  formatTime,
  type Granularity,
  type Interval,
} from "./time-period.ts";

type Input = OperationInput<CostExplorer, "GetCostAndUsage">;
type Output = OperationOutput<CostExplorer, "GetCostAndUsage">;
type Result = NonNullable<Output["ResultsByTime"]>[number];

/** Costs and usage by time, and by up to two dimensions or tags. A page ends after the bucket that fills it. */
export async function getCosts(
  input: Omit<Input, "Filter"> & Partial<Pick<Input, "Filter">>,
  context: CostExplorerContext,
): Promise<Output> {
  if (input.BillingViewArn !== undefined) throw notSupported("billing views");
  const granularity = checkGranularity(input.Granularity);
  const metrics = checkMetrics(input.Metrics ?? []);
  const grouping = toGrouping(input.GroupBy ?? []);
  const filter = toFilter(input.Filter);
  const nowMs = context.host.clock.nowMs();
  const asked = checkPeriod(input.TimePeriod, granularity, nowMs);
  const from = parseToken(input.NextPageToken, asked);
  const buckets = [...bucketsOf(asked, granularity)].filter(({ startMs }) => startMs >= from.startMs);
  const credits = filter.namesRecordType || grouping.names.includes("RECORD_TYPE");
  const sums = await sumUp(readCosts(context, from, { credits }), buckets, filter.matches, grouping.keysOf);
  const ResultsByTime: Result[] = [];
  let groups = 0;
  let next: Interval | undefined;
  for (const [index, bucket] of buckets.entries()) {
    if (groups >= limits.groupsPerPage) {
      next = bucket;
      break;
    }
    const found = sums[index] ?? new Map();
    groups += found.size;
    ResultsByTime.push(toResult(bucket, granularity, found, { metrics, grouped: grouping.names.length > 0, nowMs }));
  }
  return {
    ...(grouping.names.length > 0 && { GroupDefinitions: [...(input.GroupBy ?? [])] }),
    ResultsByTime,
    DimensionValueAttributes: [],
    NextPageToken: next && toPageToken(String(next.startMs)),
  };
}

interface Grouping {
  readonly names: readonly string[];
  readonly keysOf: (row: CostRow) => readonly string[];
}

function toGrouping(definitions: NonNullable<Input["GroupBy"]>): Grouping {
  if (definitions.length > limits.groupsBy) throw validation(`At most ${limits.groupsBy} groups are allowed.`);
  const parts = definitions.map(({ Type, Key = "" }): ((row: CostRow) => string) => {
    if (Type === "TAG") return ({ tags }) => `${Key}$${ownValue(tags, Key) ?? ""}`;
    if (Type !== "DIMENSION") throw notSupported(`groups by ${Type}`);
    const dimension = checkDimension(Key);
    return ({ dimensions }) => dimensions[dimension];
  });
  return { names: definitions.map(({ Key = "" }) => Key), keysOf: (row) => parts.map((part) => part(row)) };
}

/** For each bucket the sums by group; without groups there is one, of no keys. */
async function sumUp(
  rows: AsyncIterable<CostRow>,
  buckets: readonly Interval[],
  matches: (row: CostRow) => boolean,
  keysOf: Grouping["keysOf"],
): Promise<Map<string, Sums>[]> {
  const sums = buckets.map(() => new Map<string, Sums>());
  let index = 0;
  for await (const row of rows) {
    while (row.atMs >= (buckets[index]?.endMs ?? Number.POSITIVE_INFINITY)) index++;
    if (!matches(row)) continue;
    const key = JSON.stringify(keysOf(row));
    const found = sums[index]?.get(key) ?? emptySums();
    sums[index]?.set(key, found);
    addRow(found, row);
  }
  return sums;
}

function toResult(
  { startMs, endMs }: Interval,
  granularity: Granularity,
  sums: ReadonlyMap<string, Sums>,
  { metrics, grouped, nowMs }: { metrics: readonly string[]; grouped: boolean; nowMs: number },
): Result {
  const TimePeriod = { Start: formatTime(startMs, granularity), End: formatTime(endMs, granularity) };
  // AWS closes the books some days after a month's end.
  const Estimated = endMs > monthBounds(nowMs).startMs;
  if (!grouped) {
    const total = sums.values().next().value ?? emptySums();
    return { TimePeriod, Total: toMetricValues(metrics, total), Groups: [], Estimated };
  }
  const Groups = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => ({ Keys: JSON.parse(key) as string[], Metrics: toMetricValues(metrics, group) }));
  return { TimePeriod, Total: {}, Groups, Estimated };
}

function parseToken(token: string | undefined, asked: Interval): Interval {
  const position = fromPageToken(token, invalidToken);
  if (position === undefined) return asked;
  const startMs = Number(position);
  if (!(startMs > asked.startMs && startMs < asked.endMs)) throw invalidToken();
  return { startMs, endMs: asked.endMs };
}
