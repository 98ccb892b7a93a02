import type { CloudWatchContext } from "../service-context.ts";
import { alarmsKey } from "./alarm.ts";
import { alarmStore } from "./alarm-store.ts";
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
      const alarm = await alarmStore.find(tx, name);
      if (!alarm || alarm.configuration.ActionsEnabled === enabled) continue;
      const configuration = { ...alarm.configuration, ActionsEnabled: enabled };
      await alarmStore.put(tx, { ...alarm, configuration, configurationUpdatedMs: nowMs });
      await historyStore.add(tx, {
        alarm: name,
        kind: "ConfigurationUpdate",
        atMs: nowMs,
        summary: `Alarm "${name}" updated`,
        facts: JSON.stringify({ version: "1.0", type: "Update", updatedAlarm: configuration }),
      });
    }
  });
}
