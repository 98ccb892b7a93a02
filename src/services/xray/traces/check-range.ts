import { invalidRequest } from "../errors.ts";
import { limits } from "../limits.ts";

export interface AskedRange {
  readonly StartTime?: Date | undefined;
  readonly EndTime?: Date | undefined;
}

/** Milliseconds since 1970. Source: "GetTraceSummaries". */
export function checkRange({ StartTime, EndTime }: AskedRange): { fromMs: number; toMs: number } {
  if (!StartTime || !EndTime) throw invalidRequest("StartTime and EndTime are required");
  const [fromMs, toMs] = [StartTime.getTime(), EndTime.getTime()];
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) throw invalidRequest("StartTime and EndTime must be times");
  if (fromMs > toMs) throw invalidRequest("Start time must be before end time");
  if (toMs - fromMs > limits.queryMs) throw invalidRequest("Time window duration exceeds 24 hours");
  return { fromMs, toMs };
}
