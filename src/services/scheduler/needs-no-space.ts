import type { NeedsNoSpace } from "../service.ts";
import type { Scheduler } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Scheduler> = {
  GetSchedule: "reads",
  GetScheduleGroup: "reads",
  ListScheduleGroups: "reads",
  ListSchedules: "reads",
  ListTagsForResource: "reads",
  DeleteSchedule: "givesBack",
  DeleteScheduleGroup: "givesBack",
  UntagResource: "givesBack",
};
