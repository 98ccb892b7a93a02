import { fail } from "../../../platform/aws-error.ts";
import { scheduleNotFound } from "../errors.ts";
import { defaultGroup, schedulesKey } from "../groups/group.ts";
import { groupForSchedule } from "../groups/group-for-schedule.ts";
import type { SchedulerOperation } from "../operation.ts";
import { isRepeated } from "../schedules/client-tokens.ts";
import { scheduleArn } from "../schedules/schedule.ts";
import { scheduleStore } from "../schedules/schedule-store.ts";
import { setSchedule } from "../schedules/set-schedule.ts";
import { toDefinition } from "../schedules/to-definition.ts";

/** Replaces all settings of a schedule: what is left out has its default again, as on AWS. The same request again, by its ClientToken, changes nothing. */
export const updateSchedule: SchedulerOperation<"UpdateSchedule"> = async (input, context) => {
  const { Name: name = "", GroupName: group = defaultGroup, State: state = "ENABLED" } = input;
  const definition = await toDefinition(input, context);
  const { storage, clock, random } = context.host;
  await storage.partition(schedulesKey(context)).write(async (tx) => {
    await groupForSchedule(tx, group);
    const former = (await scheduleStore.find(tx, group, name)) ?? fail(scheduleNotFound(name));
    const nowMs = clock.nowMs();
    if (await isRepeated(tx, `UpdateSchedule ${group}/${name}`, input.ClientToken, nowMs)) return;
    await setSchedule(tx, { ...former, state, definition, modifiedMs: nowMs }, { nowMs, random });
  });
  return { ScheduleArn: scheduleArn(context, group, name) };
};
