import { scheduleNotFound } from "../errors.ts";
import { defaultGroup, schedulesKey } from "../groups/group.ts";
import { groupStore } from "../groups/group-store.ts";
import type { SchedulerOperation } from "../operation.ts";
import { isRepeated } from "../schedules/client-tokens.ts";
import { invokeTimer } from "../schedules/schedule.ts";
import { scheduleStore } from "../schedules/schedule-store.ts";

/** Deletes a schedule. What it has invoked already goes on to its target. The same request again, by its ClientToken, finds it deleted. */
export const deleteSchedule: SchedulerOperation<"DeleteSchedule"> = async (input, context) => {
  const { Name: name = "", GroupName: groupName = defaultGroup } = input;
  const { storage, clock } = context.host;
  await storage.partition(schedulesKey(context)).write(async (tx) => {
    const nowMs = clock.nowMs();
    if (await isRepeated(tx, `DeleteSchedule ${groupName}/${name}`, input.ClientToken, nowMs)) return;
    if (!(await scheduleStore.find(tx, groupName, name))) throw scheduleNotFound(name);
    await scheduleStore.remove(tx, groupName, name);
    await tx.cancelTimer(invokeTimer, `${groupName}/${name}`);
    const group = await groupStore.find(tx, groupName);
    if (group) await groupStore.put(tx, { ...group, schedules: group.schedules - 1 });
  });
  return {};
};
