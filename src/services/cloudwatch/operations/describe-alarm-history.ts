import { fromPageToken, toPageToken } from "../../page-token.ts";
import type { OperationInput } from "../../service.ts";
import { alarmsKey } from "../alarms/alarm.ts";
import { type HistoryItem, type HistoryPosition, historyStore } from "../alarms/history-store.ts";
import { invalidToken, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { CloudWatch } from "../model.ts";
import type { CloudWatchContext, CloudWatchOperation } from "../operation.ts";

type Input = OperationInput<CloudWatch, "DescribeAlarmHistory">;
type Item = HistoryItem & HistoryPosition;

/** The past thirty days, newest first unless asked otherwise; also of alarms that have been deleted. */
export const describeAlarmHistory: CloudWatchOperation<"DescribeAlarmHistory"> = async (input, context) => {
  if (input.AlarmContributorId !== undefined) throw notSupported("alarm contributors");
  const limit = input.MaxRecords ?? limits.historyPage;
  const found = await findItems(input, context, limit + 1);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return { AlarmHistoryItems: page.map(toWire), NextToken: last && toToken(last) };
};

function findItems(input: Input, context: CloudWatchContext, most: number): Promise<Item[]> {
  const nowMs = context.host.clock.nowMs();
  const oldestMs = nowMs - limits.historyAgeMs;
  const range = {
    ascending: input.ScanBy === "TimestampAscending",
    fromMs: Math.max(oldestMs, input.StartDate?.getTime() ?? oldestMs),
    toMs: input.EndDate?.getTime() ?? nowMs,
    limit: 500,
  };
  return context.host.storage.partition(alarmsKey(context)).read(async (tx) => {
    const found: Item[] = [];
    let after = parseToken(input.NextToken);
    for (;;) {
      const page: Item[] = await historyStore.list(tx, { ...range, after });
      found.push(...page.filter((item) => isWanted(item, input)));
      if (found.length >= most || page.length < range.limit) return found.slice(0, most);
      after = page.at(-1);
    }
  });
}

function isWanted({ alarm, type, kind }: HistoryItem, { AlarmName, AlarmTypes, HistoryItemType }: Input): boolean {
  if (!(AlarmTypes ?? ["MetricAlarm"]).includes(type)) return false;
  return (AlarmName ?? alarm) === alarm && (HistoryItemType ?? kind) === kind;
}

function toWire({ alarm, type, kind, atMs, summary, facts }: Item) {
  return {
    AlarmName: alarm,
    AlarmType: type,
    Timestamp: new Date(atMs),
    HistoryItemType: kind,
    HistorySummary: summary,
    HistoryData: facts,
  };
}

function toToken({ atMs, sequence }: HistoryPosition): string {
  return toPageToken(`${atMs} ${sequence}`);
}

function parseToken(token: string | undefined): HistoryPosition | undefined {
  const position = fromPageToken(token, invalidToken);
  if (position === undefined) return undefined;
  const [, atMs, sequence] = /^(\d{1,16}) (\d{1,16})$/.exec(position) ?? [];
  if (atMs === undefined || sequence === undefined) throw invalidToken();
  return { atMs: Number(atMs), sequence: Number(sequence) };
}
