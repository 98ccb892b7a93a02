import { limits } from "../limits.ts";
import type { Segment } from "./segment.ts";

/** Why a document is not taken; AWS's codes. */
export type Refusal =
  | "ParseError"
  | "MissingId"
  | "InvalidId"
  | "MissingName"
  | "InvalidName"
  | "MissingTraceId"
  | "InvalidTraceId"
  | "MissingStartTime"
  | "InvalidStartTime"
  | "MissingEndTime"
  | "InvalidEndTime"
  | "MissingParentId"
  | "InvalidParentId"
  | "SegmentTooLarge";

/** Deeper ones are no program's. */
const mostDepth = 30;
/** The same of what programs note themselves (`metadata`): what is taken is written and read by calls within calls. */
const mostLevels = 200;
/** Seconds since 1970, up to the last that a date can be of. */
const lastTime = 8.64e12;

/** Gives the segment of a document, or why it is none. Source: "AWS X-Ray segment documents", "Segment fields". */
export function readSegment(document: string, nowMs: number): Segment | Refusal {
  if (Buffer.byteLength(document) > limits.segmentBytes) return "SegmentTooLarge";
  let found: Record<string, unknown>;
  try {
    found = JSON.parse(document);
  } catch {
    return "ParseError";
  }
  if (isDeeper(found, mostLevels)) return "ParseError";
  if (typeof found !== "object" || found === null || Array.isArray(found)) return "ParseError";
  return refusalOf(found, nowMs) ?? (found as unknown as Segment);
}

/** What a refused document calls itself, for who has sent several. */
export function idOf(document: string): string | undefined {
  return /"id"\s*:\s*"([0-9a-f]{16})"/.exec(document.slice(0, limits.segmentBytes))?.[1];
}

function refusalOf(found: Record<string, unknown>, nowMs: number): Refusal | undefined {
  const { trace_id, type, parent_id } = found;
  if (trace_id === undefined) return "MissingTraceId";
  if (typeof trace_id !== "string" || !traceIdPattern.test(trace_id)) return "InvalidTraceId";
  const startedMs = Number.parseInt(trace_id.slice(2, 10), 16) * 1000;
  if (startedMs < nowMs - limits.retentionMs || startedMs > nowMs + limits.aheadMs) return "InvalidTraceId";
  if (type === "subsegment" && parent_id === undefined) return "MissingParentId";
  return refusalOfWork(found, 0);
}

function refusalOfWork(found: unknown, depth: number): Refusal | undefined {
  if (typeof found !== "object" || found === null || depth > mostDepth) return "ParseError";
  const { id, name, start_time, end_time, in_progress, parent_id, subsegments } = found as Record<string, unknown>;
  if (id === undefined) return "MissingId";
  if (typeof id !== "string" || !idPattern.test(id)) return "InvalidId";
  if (name === undefined || name === "") return "MissingName";
  if (typeof name !== "string" || name.length > 200) return "InvalidName";
  if (start_time === undefined) return "MissingStartTime";
  if (!isTime(start_time)) return "InvalidStartTime";
  if (end_time === undefined && in_progress !== true) return "MissingEndTime";
  if (end_time !== undefined && !isTime(end_time)) return "InvalidEndTime";
  if (parent_id !== undefined && !(typeof parent_id === "string" && idPattern.test(parent_id)))
    return "InvalidParentId";
  if (subsegments === undefined) return undefined;
  if (!Array.isArray(subsegments)) return "ParseError";
  for (const nested of subsegments) {
    // One that names others by their ids alone has sent them apart.
    const refusal = typeof nested === "string" ? "ParseError" : refusalOfWork(nested, depth + 1);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Whether it has objects and lists within one another at more than so many levels. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

function isTime(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= lastTime;
}

export const traceIdPattern = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;
const idPattern = /^[0-9a-f]{16}$/;
