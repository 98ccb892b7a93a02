import type { CloudWatchContext } from "../operation.ts";
import { alarmsKey } from "./alarm.ts";
import { alarmStore } from "./alarm-store.ts";
import { compositeStore } from "./composite/composite-store.ts";
import { tellConfiguration } from "./configuration-change.ts";
import { historyStore } from "./history-store.ts";

/** Names without an alarm are passed over, as on AWS. */
export async function setActionsEnabled(
  context: CloudWatchContext,
  names: readonly string[],
  enabled: boolean,
): Promise<void> {
  const nowMs = context.host.clock.nowMs();
  await context.host.storage.partition(alarmsKey(context)).write(async (tx) => {
    for (const name of names) {
      const metricAlarm = await alarmStore.find(tx, name);
      const composite = metricAlarm ? undefined : await compositeStore.find(tx, name);
      const alarm = metricAlarm ?? composite;
      if (!alarm || alarm.configuration.ActionsEnabled === enabled) continue;
      const configuration = { ...alarm.configuration, ActionsEnabled: enabled };
      const changed = { configurationUpdatedMs: nowMs };
      const after = { ...alarm, ...changed, configuration } as typeof alarm;
      await tx.emit(tellConfiguration(context.host, after, alarm));
      if (metricAlarm)
        await alarmStore.put(tx, {
          ...metricAlarm,
          ...changed,
          configuration: { ...metricAlarm.configuration, ActionsEnabled: enabled },
        });
      if (composite)
        await compositeStore.put(tx, {
          ...composite,
          ...changed,
          configuration: { ...composite.configuration, ActionsEnabled: enabled },
        });
      await historyStore.add(tx, {
        alarm: name,
        type: metricAlarm ? "MetricAlarm" : "CompositeAlarm",
        kind: "ConfigurationUpdate",
        atMs: nowMs,
        summary: `Alarm "${name}" updated`,
        facts: JSON.stringify({ version: "1.0", type: "Update", updatedAlarm: configuration }),
      });
    }
  });
}
