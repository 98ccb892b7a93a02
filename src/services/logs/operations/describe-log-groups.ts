import type { OperationInput } from "../../service.ts";
import { chunkStore } from "../chunk-store.ts";
import { invalidParameter, notSupported } from "../errors.ts";
import { groupStore } from "../group-store.ts";
import { limits } from "../limits.ts";
import { groupArn, groupNameOf, groupsKey, type LogGroup, readGroup } from "../log-group.ts";
import { toPage } from "../name-page.ts";
import type { Logs, LogsContext, LogsOperation } from "../service-context.ts";

/** Groups in the order of their names. */
export const describeLogGroups: LogsOperation<"DescribeLogGroups"> = async (input, context) => {
  if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined) {
    throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  if (input.includeLinkedAccounts || input.accountIdentifiers?.length) throw notSupported("linked accounts");
  const all = await context.host.storage.partition(groupsKey(context)).read((tx) => groupStore.list(tx));
  const matching = all.filter((group) => isWanted(input, group));
  const { items, nextToken } = toPage(matching, input.nextToken, input.limit ?? limits.describePage);
  return { logGroups: await Promise.all(items.map((group) => toLogGroup(context, group))), nextToken };
};

function isWanted(input: OperationInput<Logs, "DescribeLogGroups">, group: LogGroup): boolean {
  if (input.logGroupClass !== undefined && group.class !== input.logGroupClass) return false;
  const identifiers = input.logGroupIdentifiers;
  if (identifiers?.length && !identifiers.map(groupNameOf).includes(group.name)) return false;
  if (input.logGroupNamePattern) return group.name.includes(input.logGroupNamePattern);
  return group.name.startsWith(input.logGroupNamePrefix ?? "");
}

async function toLogGroup(context: LogsContext, group: LogGroup) {
  const arn = groupArn(context, group.name);
  return {
    logGroupName: group.name,
    creationTime: group.createdMs,
    retentionInDays: group.retentionDays,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: await readGroup(context, group, (tx) => chunkStore.storedBytes(tx)),
    logGroupClass: group.class,
  };
}
