import { quotaExceeded, scheduleExists } from "../errors.ts";
import { defaultGroup, schedulesKey } from "../groups/group.ts";
import { groupForSchedule } from "../groups/group-for-schedule.ts";
import { groupStore } from "../groups/group-store.ts";
import { limits } from "../limits.ts";
import type { SchedulerOperation } from "../operation.ts";
import { type Schedule, scheduleArn } from "../schedules/schedule.ts";
import { scheduleStore } from "../schedules/schedule-store.ts";
import { setSchedule } from "../schedules/set-schedule.ts";
import { toDefinition } from "../schedules/to-definition.ts";

/** Makes a schedule. The same request again, by its ClientToken, gives the one that it has made. */
export const createSchedule: SchedulerOperation<"CreateSchedule"> = async (input, context) => {
  const { Name: name = "", GroupName: groupName = defaultGroup, State: state = "ENABLED" } = input;
  const definition = await toDefinition(input, context);
  const { storage, clock, random } = context.host;
  const clientToken = input.ClientToken ?? random.uuid();
  await storage.partition(schedulesKey(context)).write(async (tx) => {
    const group = await groupForSchedule(tx, groupName);
    const former = await scheduleStore.find(tx, groupName, name);
    if (former?.clientToken === clientToken) return;
    if (former) throw scheduleExists(name);
    const groups = await groupStore.list(tx);
    const count = groups.reduce((sum, { schedules }) => sum + schedules, 0);
    if (count >= limits.schedules) throw quotaExceeded("schedules", limits.schedules);
    const nowMs = clock.nowMs();
    const times = { createdMs: nowMs, modifiedMs: nowMs };
    const schedule: Schedule = { group: groupName, name, state, ...times, definition, clientToken };
    await groupStore.put(tx, { ...group, schedules: group.schedules + 1 });
    await setSchedule(tx, schedule, { nowMs, random });
  });
  return { ScheduleArn: scheduleArn(context, groupName, name) };
};
