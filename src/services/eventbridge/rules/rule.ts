import { partitionOf } from "../../../platform/arn.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { defaultBus } from "../buses/event-bus.ts";

export type RuleState = "ENABLED" | "DISABLED";

export interface Rule {
  readonly bus: string;
  readonly name: string;
  /** JSON. */
  readonly pattern?: string | undefined;
  readonly schedule?: string | undefined;
  readonly state: RuleState;
  readonly description?: string | undefined;
  readonly roleArn?: string | undefined;
  /** The service that made it for itself: `events.amazonaws.com` for an archive's. */
  readonly managedBy?: string | undefined;
  readonly createdBy: string;
  /** A rate's times are counted from here. */
  readonly createdMs: number;
  readonly tags: Tags;
}

/** A rule of the default bus does not name it. */
export function ruleArn({ account, region }: Place, bus: string, name: string): string {
  const path = bus === defaultBus ? name : `${bus}/${name}`;
  return `arn:${partitionOf(region)}:events:${region}:${account}:rule/${path}`;
}
