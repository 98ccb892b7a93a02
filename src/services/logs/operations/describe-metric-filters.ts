import type { ReadTransaction } from "../../../storage/database.ts";
import { eachRow } from "../../../storage/each-row.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import type { OperationInput } from "../../service.ts";
import { invalidParameter, invalidToken } from "../errors.ts";
import type { MetricFilter } from "../filters/filter.ts";
import { filterStore } from "../filters/filter-store.ts";
import { findGroup } from "../groups/find-group.ts";
import { groupsKey } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { Logs } from "../model.ts";
import type { LogsOperation } from "../operation.ts";

/** Filters by their names, whatever their groups: those of one group, those of one metric, or all. */
export const describeMetricFilters: LogsOperation<"DescribeMetricFilters"> = async (input, context) => {
  if ((input.metricName === undefined) !== (input.metricNamespace === undefined)) {
    throw invalidParameter("metricName and metricNamespace must be specified together.");
  }
  const after = fromPosition(fromPageToken(input.nextToken, invalidToken));
  const group = input.logGroupName === undefined ? undefined : (await findGroup(context, input.logGroupName)).name;
  const limit = input.limit ?? limits.describePage;
  const partition = context.host.storage.partition(groupsKey(context));
  // One more than the page tells whether there is a next one.
  const found = await partition.read((tx) => findFilters(tx, input, { group, after, limit: limit + 1 }));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    metricFilters: page.map(toOutput),
    nextToken: last && found.length > limit ? toPageToken(`${last.group}\n${last.name}`) : undefined,
  };
};

type Input = OperationInput<Logs, "DescribeMetricFilters">;

interface Position {
  readonly group: string;
  readonly name: string;
}

const rowsAtOnce = 200;

/** AWS looks at the prefix only where a group is given. */
async function findFilters(
  tx: ReadTransaction,
  input: Input,
  { group, after, limit }: { group: string | undefined; after: Position | undefined; limit: number },
): Promise<MetricFilter[]> {
  const list = (from: Position | undefined) =>
    group === undefined
      ? filterStore.listAll(tx, "metric", { after: from, limit: rowsAtOnce })
      : filterStore.list(tx, "metric", group, { prefix: input.filterNamePrefix, after: from?.name, limit: rowsAtOnce });
  const found: MetricFilter[] = [];
  for await (const filter of eachRow((last: MetricFilter | undefined) => list(last ?? after), rowsAtOnce)) {
    if (isWanted(filter.transformation, input)) found.push(filter);
    if (found.length === limit) break;
  }
  return found;
}

function isWanted({ metricName, metricNamespace }: MetricFilter["transformation"], input: Input): boolean {
  if (input.metricName === undefined) return true;
  return metricName === input.metricName && metricNamespace === input.metricNamespace;
}

function fromPosition(text: string | undefined): Position | undefined {
  if (text === undefined) return undefined;
  const [group, name] = text.split("\n");
  if (group === undefined || name === undefined) throw invalidToken();
  return { group, name };
}

function toOutput({ name, pattern, group, createdMs, transformation }: MetricFilter) {
  return {
    filterName: name,
    filterPattern: pattern,
    metricTransformations: [
      { ...transformation, dimensions: transformation.dimensions && { ...transformation.dimensions } },
    ],
    creationTime: createdMs,
    logGroupName: group,
    applyOnTransformedLogs: false,
  };
}
