import { alarmsKey } from "../alarms/alarm.ts";
import { alarmStore } from "../alarms/alarm-store.ts";
import { compositeStore } from "../alarms/composite/composite-store.ts";
import { tellConfiguration } from "../alarms/configuration-change.ts";
import { historyStore } from "../alarms/history-store.ts";
import { alarmsNotFound } from "../errors.ts";
import type { CloudWatchOperation } from "../operation.ts";

/** All or, if one of them is not there, none. The history stays. */
export const deleteAlarms: CloudWatchOperation<"DeleteAlarms"> = async ({ AlarmNames }, context) => {
  const atMs = context.host.clock.nowMs();
  await context.host.storage.partition(alarmsKey(context)).write(async (tx) => {
    const unknown: string[] = [];
    for (const name of new Set(AlarmNames)) {
      const metricAlarm = await alarmStore.find(tx, name);
      const alarm = metricAlarm ?? (await compositeStore.find(tx, name));
      if (!alarm) {
        unknown.push(name);
        continue;
      }
      await alarmStore.remove(tx, name);
      await compositeStore.remove(tx, name);
      await tx.emit(tellConfiguration(context.host, alarm, "deleted"));
      const facts = JSON.stringify({ version: "1.0", type: "Delete", deletedAlarm: alarm.configuration });
      await historyStore.add(tx, {
        alarm: name,
        type: metricAlarm ? "MetricAlarm" : "CompositeAlarm",
        kind: "ConfigurationUpdate",
        atMs,
        summary: `Alarm "${name}" deleted`,
        facts,
      });
    }
    if (unknown.length > 0) throw alarmsNotFound(unknown);
  });
  return {};
};
