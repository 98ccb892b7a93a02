import type { OperationOutput, Place } from "../../service.ts";
import type { Scheduler } from "../model.ts";
import { type Schedule, scheduleArn } from "./schedule.ts";

/** As GetSchedule tells of it. */
export function toSchedule(schedule: Schedule, at: Place): OperationOutput<Scheduler, "GetSchedule"> {
  const { group, name, state, createdMs, modifiedMs, definition } = schedule;
  const { windowMinutes, startMs, endMs } = definition;
  return {
    Arn: scheduleArn(at, group, name),
    Name: name,
    GroupName: group,
    Description: definition.description,
    State: state,
    ScheduleExpression: definition.expression,
    ScheduleExpressionTimezone: definition.timeZone,
    StartDate: startMs === undefined ? undefined : new Date(startMs),
    EndDate: endMs === undefined ? undefined : new Date(endMs),
    FlexibleTimeWindow:
      windowMinutes === 0 ? { Mode: "OFF" } : { Mode: "FLEXIBLE", MaximumWindowInMinutes: windowMinutes },
    Target: definition.target,
    ActionAfterCompletion: definition.afterCompletion,
    CreationDate: new Date(createdMs),
    LastModificationDate: new Date(modifiedMs),
  };
}
