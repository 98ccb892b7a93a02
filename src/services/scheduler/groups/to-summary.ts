import type { Place } from "../../service.ts";
import { groupArn, type ScheduleGroup } from "./group.ts";

/** As GetScheduleGroup and ListScheduleGroups tell of it. */
export function toSummary(group: ScheduleGroup, at: Place) {
  return {
    Arn: groupArn(at, group.name),
    Name: group.name,
    State: group.state,
    CreationDate: new Date(group.createdMs),
    LastModificationDate: new Date(group.modifiedMs),
  };
}
