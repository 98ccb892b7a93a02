import { partitionOf } from "../../../platform/arn.ts";
import type { OperationInput, Place } from "../../service.ts";
import type { Scheduler } from "../model.ts";

type Input = OperationInput<Scheduler, "CreateSchedule">;

/** What an execution role's trust policy must name. */
export const scheduler = "scheduler.amazonaws.com";

/** Of the timer of a schedule's next time, whose key is `GROUP/NAME`. */
export const invokeTimer = "scheduler.invoke";

export type Target = NonNullable<Input["Target"]>;

/** What a schedule is set to, with AWS's defaults put in. JSON, so that it can be kept: times are milliseconds. */
export interface Definition {
  readonly expression: string;
  readonly timeZone: string;
  readonly description?: string;
  readonly startMs?: number;
  readonly endMs?: number;
  /** 0 where the window is OFF. */
  readonly windowMinutes: number;
  readonly target: Target;
  readonly afterCompletion: "NONE" | "DELETE";
}

export interface Schedule {
  readonly group: string;
  readonly name: string;
  readonly state: "ENABLED" | "DISABLED";
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly definition: Definition;
  /** Of the request that made it: the same again makes no other. */
  readonly clientToken: string;
}

export function scheduleArn({ account, region }: Place, group: string, name: string): string {
  return `arn:${partitionOf(region)}:scheduler:${region}:${account}:schedule/${group}/${name}`;
}
