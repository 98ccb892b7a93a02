import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";

/** What schedules are kept in, tagged by and measured by. */
export interface ScheduleGroup {
  readonly name: string;
  readonly state: "ACTIVE" | "DELETING";
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly tags: Tags;
  /** How many it has. */
  readonly schedules: number;
  /** Of the request that made it: the same again makes no other. */
  readonly clientToken: string;
}

/** Every account has it in every region. */
export const defaultGroup = "default";

/** As the default group is while nothing has been put into it. It is as old as the service. */
export const untouchedDefault: ScheduleGroup = {
  name: defaultGroup,
  state: "ACTIVE",
  createdMs: Date.UTC(2022, 10, 10),
  modifiedMs: Date.UTC(2022, 10, 10),
  tags: {},
  schedules: 0,
  clientToken: "",
};

/** All groups and schedules of an account and region: a schedule is made where its group is, in one commit. */
export function schedulesKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "scheduler.schedules", name: "" };
}

export function groupArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:scheduler:${region}:${account}:schedule-group/${name}`;
}

/** The name in a group's ARN; undefined for what is none of the place. */
export function nameInArn(arn: string, at: Place): string | undefined {
  const start = groupArn(at, "");
  return arn.startsWith(start) ? arn.slice(start.length) : undefined;
}
