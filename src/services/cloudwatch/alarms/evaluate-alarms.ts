import type { Place, ServiceHost } from "../../service.ts";
import { namespaceKey } from "../metrics/metric.ts";
import { MetricReader } from "../metrics/metric-reader.ts";
import { type Alarm, alarmsKey, setStateMs } from "./alarm.ts";
import { type AlarmData, readExpressionData, readMetricData } from "./alarm-data.ts";
import { alarmStore } from "./alarm-store.ts";
import { createStateChange } from "./change-state.ts";
import { judge } from "./judge.ts";
import { toStateReason, toStateReasonData } from "./state-reason.ts";

/** Judges alarms of one account and region by their data now. Those on a metric are read namespace by namespace. */
export async function evaluateAlarms(host: ServiceHost, at: Place, alarms: readonly Alarm[]): Promise<void> {
  const nowMs = host.clock.nowMs();
  const [onExpressions, onMetrics] = split(alarms, ({ configuration }) => configuration.Metrics !== undefined);
  const byNamespace = Map.groupBy(onMetrics, ({ configuration }) => configuration.Namespace ?? "");
  for (const [namespace, group] of byNamespace) {
    const data = await host.storage.partition(namespaceKey(at, namespace)).read(async (tx) => {
      const reader = new MetricReader(tx, nowMs);
      const found: AlarmData[] = [];
      for (const { configuration } of group) found.push(await readMetricData(configuration, reader, nowMs));
      return found;
    });
    for (const [index, alarm] of group.entries()) await apply(host, at, alarm, data[index] ?? [], nowMs);
  }
  for (const alarm of onExpressions) await evaluateExpression(host, at, alarm, nowMs);
}

function split<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** One alarm whose expression cannot be worked out does not stop the others. */
async function evaluateExpression(host: ServiceHost, at: Place, alarm: Alarm, nowMs: number): Promise<void> {
  const name = alarm.configuration.AlarmName;
  try {
    await apply(host, at, alarm, await readExpressionData(host, at, alarm.configuration, nowMs), nowMs);
  } catch (error) {
    host.log.error("an alarm could not be evaluated", { alarm: name, error: (error as Error).message });
  }
}

/** Most evaluations change nothing and write nothing. */
async function apply(host: ServiceHost, at: Place, alarm: Alarm, data: AlarmData, nowMs: number): Promise<void> {
  if (data === "tooFew") return;
  const { configuration, state } = alarm;
  if (state.isSet && nowMs < state.updatedMs + setStateMs) return;
  const judgement = judge(configuration, data);
  if (!judgement) return;
  const isFirst = state.reason.startsWith("Unchecked:");
  if (judgement.value === state.value && !isFirst) return;
  const next = {
    value: judgement.value,
    reason: toStateReason(configuration, state.value, judgement),
    reasonData: toStateReasonData(configuration, judgement, nowMs),
  };
  const change = createStateChange(host, at, alarm, next);
  await host.storage.partition(alarmsKey(at)).write(async (tx) => {
    const current = await alarmStore.find(tx, configuration.AlarmName);
    // Changed meanwhile by its owner or another process: the next evaluation judges what it is then.
    if (JSON.stringify(current) !== JSON.stringify(alarm)) return;
    await change(tx);
  });
}
