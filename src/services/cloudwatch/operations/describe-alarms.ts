import { fromPageToken, toPageToken } from "../../page-token.ts";
import type { OperationInput } from "../../service.ts";
import type { Alarm } from "../alarms/alarm.ts";
import { alarmsKey } from "../alarms/alarm.ts";
import { alarmStore } from "../alarms/alarm-store.ts";
import type { CompositeAlarm } from "../alarms/composite/composite-alarm.ts";
import { compositeStore } from "../alarms/composite/composite-store.ts";
import { toCompositeAlarm } from "../alarms/composite/to-composite-alarm.ts";
import { toMetricAlarm } from "../alarms/to-metric-alarm.ts";
import { invalidToken, mutuallyExclusive, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { CloudWatch } from "../model.ts";
import type { CloudWatchContext, CloudWatchOperation } from "../operation.ts";

type Input = OperationInput<CloudWatch, "DescribeAlarms">;

/** In the order of their names. Composite alarms are told only if they are asked for. */
export const describeAlarms: CloudWatchOperation<"DescribeAlarms"> = async (input, context) => {
  if (input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined) {
    throw notSupported("looking for the children or parents of a composite alarm");
  }
  if (input.AlarmNames?.length && input.AlarmNamePrefix !== undefined) {
    throw mutuallyExclusive("AlarmNames", "AlarmNamePrefix");
  }
  const types: readonly string[] = input.AlarmTypes ?? ["MetricAlarm"];
  const composites = types.includes("CompositeAlarm") ? await findComposites(input, context) : [];
  const CompositeAlarms = composites.map((alarm) => toCompositeAlarm(alarm, context));
  if (!types.includes("MetricAlarm")) return { MetricAlarms: [], CompositeAlarms, LogAlarms: [] };
  const limit = input.MaxRecords ?? limits.describeAlarmsPage;
  const after = fromPageToken(input.NextToken, invalidToken) ?? "";
  const found = await findAlarms(input, context, after, limit + 1);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1)?.configuration.AlarmName : undefined;
  return {
    MetricAlarms: page.map((alarm) => toMetricAlarm(alarm, context)),
    // They are few, and told with the first page.
    CompositeAlarms: after === "" ? CompositeAlarms : [],
    // Nobody can make one here: PutLogAlarm is not built.
    LogAlarms: [],
    NextToken: last === undefined ? undefined : toPageToken(last),
  };
};

function findAlarms(input: Input, context: CloudWatchContext, from: string, most: number): Promise<Alarm[]> {
  return context.host.storage.partition(alarmsKey(context)).read(async (tx) => {
    const found: Alarm[] = [];
    let after: string | undefined = from;
    while (after !== undefined && found.length < most) {
      const page: Alarm[] = await alarmStore.list(tx, { after, limit: limits.describeAlarmsPage });
      found.push(...page.filter((alarm) => isWanted(alarm, input)));
      after = page.length === limits.describeAlarmsPage ? page.at(-1)?.configuration.AlarmName : undefined;
    }
    return found.slice(0, most);
  });
}

function findComposites(input: Input, context: CloudWatchContext): Promise<CompositeAlarm[]> {
  return context.host.storage
    .partition(alarmsKey(context))
    .read(async (tx) => (await compositeStore.list(tx)).filter((alarm) => isWanted(alarm, input)));
}

function isWanted({ configuration, state }: Alarm | CompositeAlarm, input: Input): boolean {
  const { AlarmNames, AlarmNamePrefix = "", StateValue, ActionPrefix } = input;
  if (AlarmNames?.length && !AlarmNames.includes(configuration.AlarmName)) return false;
  if (!configuration.AlarmName.startsWith(AlarmNamePrefix)) return false;
  if (StateValue !== undefined && state.value !== StateValue) return false;
  const { OKActions, AlarmActions, InsufficientDataActions } = configuration;
  const actions = [...OKActions, ...AlarmActions, ...InsufficientDataActions];
  return ActionPrefix === undefined || actions.some((action) => action.startsWith(ActionPrefix));
}
