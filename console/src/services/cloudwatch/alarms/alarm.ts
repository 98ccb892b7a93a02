import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type MetricAlarm,
  paginateDescribeAlarms,
} from "@aws-sdk/client-cloudwatch";

/** An alarm of either kind. A composite one has a rule instead of a metric. */
export type Alarm = MetricAlarm & Pick<CompositeAlarm, "AlarmRule">;

export function isComposite(alarm: Alarm): boolean {
  return alarm.AlarmRule !== undefined;
}

export const stateTypes = { OK: "success", ALARM: "error", INSUFFICIENT_DATA: "pending" } as const;
export const stateTexts = { OK: "OK", ALARM: "In alarm", INSUFFICIENT_DATA: "Insufficient data" } as const;

const bothTypes: ("MetricAlarm" | "CompositeAlarm")[] = ["MetricAlarm", "CompositeAlarm"];

/** All of the account's in this region, up to `most`. */
export async function readAlarms(client: CloudWatchClient, signal?: AbortSignal, most = 5_000): Promise<Alarm[]> {
  const found: Alarm[] = [];
  const pages = paginateDescribeAlarms({ client, pageSize: 100 }, { AlarmTypes: bothTypes });
  for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
    signal?.throwIfAborted();
    found.push(...MetricAlarms, ...CompositeAlarms);
    if (found.length >= most) break;
  }
  return found;
}

/** Undefined where there is none of this name. */
export async function readAlarm(client: CloudWatchClient, name: string): Promise<Alarm | undefined> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
    new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: bothTypes }),
  );
  return MetricAlarms[0] ?? CompositeAlarms[0];
}

/** The actions of each state, as a form edits them. */
export interface StateAction {
  readonly state: ActionState;
  readonly arn: string;
}

export type ActionState = keyof typeof stateTexts;

export function actionsOf(alarm: Alarm | undefined): StateAction[] {
  const of = (state: ActionState, arns: readonly string[] = []) => arns.map((arn) => ({ state, arn }));
  return [
    ...of("ALARM", alarm?.AlarmActions),
    ...of("OK", alarm?.OKActions),
    ...of("INSUFFICIENT_DATA", alarm?.InsufficientDataActions),
  ];
}

export function toActions(actions: readonly StateAction[]) {
  const of = (state: ActionState) => actions.filter((one) => one.state === state).map(({ arn }) => arn);
  return { AlarmActions: of("ALARM"), OKActions: of("OK"), InsufficientDataActions: of("INSUFFICIENT_DATA") };
}

export function checkAlarmName(name: string): string | undefined {
  if (name === "") return "Enter a name for the alarm.";
  return name.length <= 255 ? undefined : "An alarm's name has up to 255 characters.";
}
