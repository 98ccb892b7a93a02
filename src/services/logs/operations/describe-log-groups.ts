import { eachRow } from "../../../storage/each-row.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import type { OperationInput } from "../../service.ts";
import { invalidParameter, invalidToken } from "../errors.ts";
import { filterStore } from "../filters/filter-store.ts";
import { readGroup } from "../groups/find-group.ts";
import { groupStore } from "../groups/group-store.ts";
import { groupArn, groupNameOf, groupsKey, type LogGroup } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { Logs } from "../model.ts";
import type { LogsContext, LogsOperation } from "../operation.ts";
import { streamStore } from "../streams/stream-store.ts";

/**
 * Groups in the order of their names. No account is linked, so there are none of other accounts. With a pattern AWS gives a token with every page
 * that has groups, the last one included: it does not know yet that nothing follows. Source: recorded answers.
 */
export const describeLogGroups: LogsOperation<"DescribeLogGroups"> = async (input, context) => {
  checkFilters(input);
  const after = fromPageToken(input.nextToken, invalidToken);
  const limit = input.limit ?? limits.describePage;
  // One more than the page tells whether there is a next one.
  const found = await findGroups(input, context, after, limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    logGroups: await Promise.all(page.map((group) => toLogGroup(context, group, input.logGroupNamePattern))),
    nextToken: last && (found.length > limit || input.logGroupNamePattern) ? toPageToken(last.name) : undefined,
  };
};

type Input = OperationInput<Logs, "DescribeLogGroups">;

function checkFilters({ logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers }: Input): void {
  if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
    throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  if (logGroupIdentifiers?.length && (logGroupNamePrefix ?? logGroupNamePattern) !== undefined) {
    throw invalidParameter("LogGroup identifiers cannot be combined with a LogGroup name prefix or pattern.");
  }
}

const rowsAtOnce = 200;

async function findGroups(input: Input, context: LogsContext, after: string | undefined, limit: number) {
  const { includeLinkedAccounts, accountIdentifiers } = input;
  if (includeLinkedAccounts && accountIdentifiers?.length && !accountIdentifiers.includes(context.account)) return [];
  const isWanted = toFilter(input, context);
  return context.host.storage.partition(groupsKey(context)).read(async (tx) => {
    const found: LogGroup[] = [];
    const read = (last: LogGroup | undefined) =>
      groupStore.list(tx, { prefix: input.logGroupNamePrefix, after: last?.name ?? after, limit: rowsAtOnce });
    for await (const group of eachRow(read, rowsAtOnce)) {
      if (isWanted(group)) found.push(group);
      if (found.length === limit) break;
    }
    return found;
  });
}

function toFilter(input: Input, context: LogsContext): (group: LogGroup) => boolean {
  const { logGroupNamePattern: pattern = "", logGroupClass: wanted, logGroupIdentifiers } = input;
  const names = logGroupIdentifiers?.length
    ? new Set(logGroupIdentifiers.map((identifier) => groupNameOf(identifier, context)))
    : undefined;
  return (group) =>
    (!names || names.has(group.name)) &&
    group.name.includes(pattern) &&
    (!wanted || classOf(group.class) === classOf(wanted));
}

/** Asking for one of the two cheaper classes gives both. */
function classOf(logClass: string): string {
  return logClass === "ESSENTIALS" ? "INFREQUENT_ACCESS" : logClass;
}

/** With a name pattern AWS tells less. */
async function toLogGroup(context: LogsContext, group: LogGroup, pattern: string | undefined) {
  const arn = groupArn(context, group.name);
  const brief = {
    logGroupName: group.name,
    creationTime: group.createdMs,
    arn: `${arn}:*`,
    logGroupArn: arn,
    metricFilterCount: await countMetricFilters(context, group),
    logGroupClass: group.class,
  };
  if (pattern) return brief;
  return {
    ...brief,
    retentionInDays: group.retentionDays,
    storedBytes: await readGroup(context, group, (tx) => streamStore.storedBytes(tx)),
    deletionProtectionEnabled: group.isProtected ?? false,
  };
}

async function countMetricFilters(context: LogsContext, { name, filtersVersion }: LogGroup): Promise<number> {
  if (filtersVersion === 0) return 0;
  const partition = context.host.storage.partition(groupsKey(context));
  return partition.read((tx) => filterStore.count(tx, "metric", name));
}
