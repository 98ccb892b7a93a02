import type { ReadTransaction } from "../../../storage/database.ts";
import { alarmsKey } from "../alarms/alarm.ts";
import { alarmStore } from "../alarms/alarm-store.ts";
import { setCompositesTimer } from "../alarms/alarm-timers.ts";
import { checkActions } from "../alarms/check-actions.ts";
import { alarmsOf, parseAlarmRule } from "../alarms/composite/alarm-rule.ts";
import type { CompositeAlarm } from "../alarms/composite/composite-alarm.ts";
import { compositeStore } from "../alarms/composite/composite-store.ts";
import { tellConfiguration } from "../alarms/configuration-change.ts";
import { historyStore } from "../alarms/history-store.ts";
import { notSupported, tooManyAlarms, validationError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { CloudWatchOperation } from "../operation.ts";
import { addTags } from "../tags/tags.ts";

/** Makes an alarm on other alarms' states, or replaces its configuration and leaves its state. */
export const putCompositeAlarm: CloudWatchOperation<"PutCompositeAlarm"> = async (input, context) => {
  const { AlarmName, AlarmDescription, AlarmRule } = input;
  const suppressor =
    input.ActionsSuppressor ?? input.ActionsSuppressorWaitPeriod ?? input.ActionsSuppressorExtensionPeriod;
  if (suppressor !== undefined) throw notSupported("action suppression (ActionsSuppressor)");
  const children = alarmsOf(parseAlarmRule(AlarmRule));
  if (children.length > limits.childAlarms) throw validationError(`A rule names at most ${limits.childAlarms} alarms.`);
  const configuration = {
    AlarmName,
    AlarmDescription,
    AlarmRule,
    ActionsEnabled: input.ActionsEnabled ?? true,
    OKActions: checkActions(input.OKActions, "OKActions"),
    AlarmActions: checkActions(input.AlarmActions, "AlarmActions"),
    InsufficientDataActions: checkActions(input.InsufficientDataActions, "InsufficientDataActions"),
  };
  const tags = addTags({}, input.Tags);
  const nowMs = context.host.clock.nowMs();
  await context.host.storage.partition(alarmsKey(context)).write(async (tx) => {
    if (await alarmStore.find(tx, AlarmName)) throw validationError(`${AlarmName} is the name of a metric alarm.`);
    await checkChildren(tx, AlarmName, children);
    const known = await compositeStore.find(tx, AlarmName);
    if (!known && (await compositeStore.list(tx)).length >= limits.compositeAlarms)
      throw tooManyAlarms(limits.compositeAlarms);
    const state = known?.state ?? {
      value: "INSUFFICIENT_DATA" as const,
      reason: "Unchecked: Initial alarm creation",
      reasonData: undefined,
      updatedMs: nowMs,
      transitionedMs: nowMs,
    };
    const alarm: CompositeAlarm = { configuration, configurationUpdatedMs: nowMs, state, tags: known?.tags ?? tags };
    await compositeStore.put(tx, alarm);
    await historyStore.add(tx, {
      alarm: AlarmName,
      type: "CompositeAlarm",
      kind: "ConfigurationUpdate",
      atMs: nowMs,
      summary: `Alarm "${AlarmName}" ${known ? "updated" : "created"}`,
      facts: JSON.stringify({
        version: "1.0",
        type: known ? "Update" : "Create",
        [known ? "updatedAlarm" : "createdAlarm"]: configuration,
      }),
    });
    await tx.emit(tellConfiguration(context.host, alarm, known));
    await setCompositesTimer(tx, nowMs);
  });
  return {};
};

/** All must be there, and none may look, by whatever way, at the alarm itself. */
async function checkChildren(tx: ReadTransaction, name: string, children: readonly string[]): Promise<void> {
  const missing: string[] = [];
  for (const child of children) {
    if (child === name) throw validationError("The alarm rule of a composite alarm cannot refer to the alarm itself.");
    const composite = await compositeStore.find(tx, child);
    if (composite) await checkChildren(tx, name, alarmsOf(parseAlarmRule(composite.configuration.AlarmRule)));
    else if (!(await alarmStore.find(tx, child))) missing.push(child);
  }
  if (missing.length > 0) {
    throw validationError(
      `Could not save the composite alarm as alarms [${missing.join(", ")}] in the alarm rule do not exist`,
    );
  }
}
