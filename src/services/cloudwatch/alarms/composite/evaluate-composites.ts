import type { Place, ServiceHost } from "../../../service.ts";
import { alarmArn } from "../../access-rules.ts";
import { limits } from "../../limits.ts";
import { type Alarm, type AlarmState, alarmsKey } from "../alarm.ts";
import { alarmStore } from "../alarm-store.ts";
import { toLongTime } from "../state-reason.ts";
import { alarmsOf, holds, parseAlarmRule, triggersOf } from "./alarm-rule.ts";
import { type CompositeReasonData, createCompositeChange } from "./change-composite.ts";
import type { CompositeAlarm } from "./composite-alarm.ts";
import { compositeStore } from "./composite-store.ts";

/** Composite alarms may look at one another; a rule has no circle when it is put, so so many rounds reach every depth. */
const mostRounds = 10;

/** Brings the composite alarms of one account and region in line with the states of the alarms they look at. */
export async function evaluateComposites(host: ServiceHost, at: Place): Promise<void> {
  for (let round = 0; round < mostRounds; round++) if (!(await evaluateOnce(host, at))) return;
}

async function evaluateOnce(host: ServiceHost, at: Place): Promise<boolean> {
  const partition = host.storage.partition(alarmsKey(at));
  const { composites, states } = await partition.read(async (tx) => {
    const found = await compositeStore.list(tx);
    const alarms: (Alarm | CompositeAlarm)[] = [...found];
    for (const name of new Set(
      found.flatMap(({ configuration }) => alarmsOf(parseAlarmRule(configuration.AlarmRule))),
    )) {
      const alarm = await alarmStore.find(tx, name);
      if (alarm) alarms.push(alarm);
    }
    return { composites: found, states: new Map(alarms.map((each) => [each.configuration.AlarmName, each.state])) };
  });
  let changed = false;
  for (const alarm of composites) {
    const next = judgeComposite(alarm, states, at);
    const isFirst = isUnchecked(alarm.state);
    if (next.value === alarm.state.value && !isFirst) continue;
    const change = createCompositeChange(host, at, alarm, next);
    changed = true;
    await partition.write(async (tx) => {
      const current = await compositeStore.find(tx, alarm.configuration.AlarmName);
      if (JSON.stringify(current) === JSON.stringify(alarm)) await change(tx);
    });
  }
  return changed;
}

function isUnchecked({ reason }: AlarmState): boolean {
  return reason.startsWith("Unchecked:");
}

/** Source: "Composite alarms": the state is that of the rule, and the reason tells the alarm whose change was the last. */
function judgeComposite(
  { configuration, state: before }: CompositeAlarm,
  states: ReadonlyMap<string, AlarmState>,
  at: Place,
) {
  const rule = parseAlarmRule(configuration.AlarmRule);
  const stateOf = (name: string) => states.get(name)?.value;
  const value = holds(rule, stateOf) ? ("ALARM" as const) : ("OK" as const);
  const names = value === "ALARM" ? triggersOf(rule, stateOf) : alarmsOf(rule);
  const all = names.flatMap((name) => {
    const state = states.get(name);
    return state ? [{ arn: alarmArn(at, name), state }] : [];
  });
  // Those that made it change; at first, and where nobody changed, all that it looks at. Source: recorded answers.
  const changed = all.filter(({ state }) => state.transitionedMs > before.updatedMs);
  const children = value === "ALARM" || isUnchecked(before) || changed.length === 0 ? all : changed;
  const [last] = [...children].sort((a, b) => b.state.transitionedMs - a.state.transitionedMs);
  const reason = last
    ? `${last.arn} transitioned to ${last.state.value} at ${toEnglishTime(last.state.transitionedMs)}`
    : `The rule of ${configuration.AlarmName} is ${value === "ALARM"}`;
  const triggeringAlarms: CompositeReasonData["triggeringAlarms"] = children
    .slice(0, limits.triggeringAlarms)
    .map(({ arn, state }) => ({
      arn,
      state: { value: state.value, timestamp: toLongTime(state.transitionedMs) },
    }));
  return { value, reason, reasonData: JSON.stringify({ triggeringAlarms }) };
}

/** `Wednesday 06 December, 2023 13:37:00 UTC` */
function toEnglishTime(ms: number): string {
  const date = new Date(ms);
  const day = new Intl.DateTimeFormat("en-US", { weekday: "long", timeZone: "UTC" }).format(date);
  const month = new Intl.DateTimeFormat("en-US", { month: "long", timeZone: "UTC" }).format(date);
  const [, time] = /T(\d\d:\d\d:\d\d)/.exec(date.toISOString()) ?? [];
  return `${day} ${String(date.getUTCDate()).padStart(2, "0")} ${month}, ${date.getUTCFullYear()} ${time} UTC`;
}
