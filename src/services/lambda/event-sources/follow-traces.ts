import type { Random } from "../../../platform/random.ts";
import type { QueueRecord } from "../../event-sources/queue-source.ts";
import { continueTrace, isLoop, type TraceHeader } from "../invocation/trace-header.ts";

/** A batch by where its messages come from. */
export interface FollowedTraces {
  /** Those that the function may have. */
  readonly passing: readonly QueueRecord[];
  /** Those that a loop of the function has sent once too often. */
  readonly looping: readonly QueueRecord[];
  /** What the invocation's own goes on from: of those that pass the one that has come round most often, so that no loop hides behind a fresh message. */
  readonly trace: TraceHeader;
}

/** Each message of a batch may have come another way: all are looked at. Source: "Use Lambda recursive loop detection to prevent infinite loops". */
export function followTraces(
  records: readonly QueueRecord[],
  functionArn: string,
  nowMs: number,
  random: Random,
): FollowedTraces {
  const passing: QueueRecord[] = [];
  const looping: QueueRecord[] = [];
  let trace: TraceHeader | undefined;
  for (const record of records) {
    const given = record.event.attributes.AWSTraceHeader;
    const followed = given === undefined ? undefined : continueTrace(given, functionArn, nowMs, random);
    (followed && isLoop(followed) ? looping : passing).push(record);
    if (followed && !isLoop(followed) && (trace === undefined || followed.turns > trace.turns)) trace = followed;
  }
  return { passing, looping, trace: trace ?? continueTrace(undefined, functionArn, nowMs, random) };
}
