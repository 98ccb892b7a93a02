import { passesRoleTo } from "../pass-role.ts";
import type { AccessRules } from "../service.ts";
import { defaultGroup, groupArn } from "./groups/group.ts";
import type { Scheduler } from "./model.ts";
import { scheduleArn, scheduler } from "./schedules/schedule.ts";

const passesRole = { "Target.RoleArn": passesRoleTo(scheduler) };

/** Source: "Actions, resources, and condition keys for Amazon EventBridge Scheduler". */
export const accessRules: AccessRules<Scheduler> = {
  prefix: "scheduler",
  also: {
    CreateSchedule: passesRole,
    UpdateSchedule: passesRole,
    CreateScheduleGroup: { Tags: "scheduler:TagResource" },
  },
  resource: (operation, input, at) => {
    if (typeof input.ResourceArn === "string") return input.ResourceArn;
    if (operation === "ListScheduleGroups") return groupArn(at, "*");
    if (operation === "ListSchedules") return scheduleArn(at, text(input.GroupName) ?? "*", "*");
    if (operation.endsWith("ScheduleGroup")) return groupArn(at, text(input.Name) ?? "*");
    return scheduleArn(at, text(input.GroupName) ?? defaultGroup, text(input.Name) ?? "*");
  },
};

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
