import { passesRoleTo } from "../pass-role.ts";
import { resourceTagConditions } from "../resource-tags.ts";
import type { AccessRules } from "../service.ts";
import { defaultGroup, groupArn, nameInArn, schedulesKey } from "./groups/group.ts";
import { groupStore } from "./groups/group-store.ts";
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
  conditions: async (operation, input, { storage }, at) => {
    const name = operation.endsWith("ScheduleGroup") ? text(input.Name) : nameInArn(text(input.ResourceArn) ?? "", at);
    if (name === undefined || operation === "CreateScheduleGroup") return {};
    const group = await storage.partition(schedulesKey(at)).read((tx) => groupStore.find(tx, name));
    return group ? resourceTagConditions(group.tags) : {};
  },
};

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
