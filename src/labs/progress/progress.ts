import type { PartitionKey } from "../../storage/database.ts";
import type { Values } from "../format/template.ts";

/** How far somebody is with a lab. */
export interface Progress {
  /** The caller's ARN. */
  readonly who: string;
  /** Of this run alone: what is made at the start is made once by it (client tokens). */
  readonly token: string;
  /** Where it was started: its checks look there, whatever region the caller is in later. */
  readonly region: string;
  readonly startedMs: number;
  /** Calls of the start that are done. */
  readonly prepared: number;
  /** What the start and the steps that are done have kept. */
  readonly kept: Values;
  /** When each step was first seen done. */
  readonly done: ReadonlyMap<string, number>;
}

/** All who do a lab in an account. */
export function progressKey(account: string, lab: string): PartitionKey {
  return { account, region: "", kind: progressKind, name: lab };
}

export const progressKind = "labs.progress";
