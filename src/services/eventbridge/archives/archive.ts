import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";

export interface Archive {
  readonly name: string;
  /** Of this archive alone: one made anew under the name has another, and none of its events. */
  readonly id: string;
  readonly bus: string;
  readonly description?: string | undefined;
  /** JSON. */
  readonly pattern?: string | undefined;
  readonly kmsKey?: string | undefined;
  /** 0 for ever. */
  readonly retentionDays: number;
  readonly createdMs: number;
  /** It takes events as long as its rule is there and enabled. One that was made before archives had rules does without. */
  readonly hasRule?: true | undefined;
}

/** The rule that AWS makes for an archive. */
export function archiveRuleName(archive: string): string {
  return `Events-Archive-${archive}`;
}

export type ReplayState = "STARTING" | "RUNNING" | "CANCELLING" | "COMPLETED" | "CANCELLED" | "FAILED";

export interface Replay {
  readonly name: string;
  readonly archive: string;
  readonly archiveId: string;
  readonly description?: string | undefined;
  readonly state: ReplayState;
  readonly reason?: string | undefined;
  readonly busArn: string;
  /** Rules that alone are to get the events. */
  readonly filterArns?: readonly string[] | undefined;
  readonly fromMs: number;
  readonly toMs: number;
  readonly startedMs: number;
  readonly endedMs?: number | undefined;
  readonly lastReplayedMs?: number | undefined;
  /** Behind the event replayed last. */
  readonly position: { readonly timeMs: number; readonly seq: number };
}

export const activeStates: ReadonlySet<ReplayState> = new Set(["STARTING", "RUNNING", "CANCELLING"]);

/** The events of one archive. */
export function archiveKey({ account, region }: Place, { name, id }: Pick<Archive, "name" | "id">): PartitionKey {
  return { account, region, kind: "events.archive", name: `${name}/${id}` };
}

export function archiveArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:events:${region}:${account}:archive/${name}`;
}

export function replayArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:events:${region}:${account}:replay/${name}`;
}
