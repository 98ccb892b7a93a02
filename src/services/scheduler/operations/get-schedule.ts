import { fail } from "../../../platform/aws-error.ts";
import { scheduleNotFound } from "../errors.ts";
import { defaultGroup, schedulesKey } from "../groups/group.ts";
import type { SchedulerOperation } from "../operation.ts";
import { scheduleStore } from "../schedules/schedule-store.ts";
import { toSchedule } from "../schedules/to-schedule.ts";

export const getSchedule: SchedulerOperation<"GetSchedule"> = async (input, context) => {
  const { Name: name = "", GroupName: group = defaultGroup } = input;
  const schedule = await context.host.storage
    .partition(schedulesKey(context))
    .read((tx) => scheduleStore.find(tx, group, name));
  return toSchedule(schedule ?? fail(scheduleNotFound(name)), context);
};
