import { scheduleNotFound } from "../errors.ts";
import { defaultGroup, schedulesKey } from "../groups/group.ts";
import { groupStore } from "../groups/group-store.ts";
import type { SchedulerOperation } from "../operation.ts";
import { invokeTimer } from "../schedules/schedule.ts";
import { scheduleStore } from "../schedules/schedule-store.ts";

/** Deletes a schedule. What it has invoked already goes on to its target. */
export const deleteSchedule: SchedulerOperation<"DeleteSchedule"> = async (input, context) => {
  const { Name: name = "", GroupName: groupName = defaultGroup } = input;
  await context.host.storage.partition(schedulesKey(context)).write(async (tx) => {
    if (!(await scheduleStore.find(tx, groupName, name))) throw scheduleNotFound(name);
    await scheduleStore.remove(tx, groupName, name);
    await tx.cancelTimer(invokeTimer, `${groupName}/${name}`);
    const group = await groupStore.find(tx, groupName);
    if (group) await groupStore.put(tx, { ...group, schedules: group.schedules - 1 });
  });
  return {};
};
