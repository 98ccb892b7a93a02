import { createHash } from "node:crypto";
import { durationOf, eachWork, type Segment, type Work } from "../segments/segment.ts";

/** What several services said of one request, put together. */
export interface Trace {
  readonly id: string;
  /** The earliest first. What was sent apart is nested where it belongs, and calls to services that say nothing have segments that are inferred. */
  readonly segments: readonly Segment[];
  /** By the id of a segment, or of work nested in it: that segment. A filter asks often, and a trace may have thousands. */
  readonly owners: ReadonlyMap<string, Segment>;
  /** What was asked for first: the segment that has no parent in the trace. */
  readonly entry: Segment | undefined;
  /** Seconds since 1970. */
  readonly startTime: number;
  readonly endTime: number;
  readonly isPartial: boolean;
}

export function toTrace(id: string, documents: readonly Segment[]): Trace {
  const joined = join(documents);
  const segments = [...joined, ...inferred(joined)].sort((one, other) => one.start_time - other.start_time);
  const ends = segments.map(({ start_time, end_time }) => end_time ?? start_time);
  const owners = ownersOf(segments);
  return {
    id,
    segments,
    owners,
    entry: segments.find(({ parent_id }) => parent_id === undefined || !owners.has(parent_id)) ?? segments[0],
    startTime: Math.min(...segments.map(({ start_time }) => start_time)),
    endTime: Math.max(...ends),
    isPartial: segments.some((segment) => segment.end_time === undefined),
  };
}

/** Seconds from its beginning to its end, others' work that nobody waited for included. */
export function traceDuration({ startTime, endTime }: Trace): number {
  return endTime - startTime;
}

function ownersOf(segments: readonly Segment[]): ReadonlyMap<string, Segment> {
  const owners = new Map<string, Segment>();
  for (const segment of segments) {
    for (const { id } of eachWork(segment)) owners.set(id, segment);
  }
  return owners;
}

/** Deeper, what was sent apart is not nested: a stranger's chain of thousands must not be walked into. */
const mostDepth = 30;

/** Nests what was sent apart in the work that it names as its parent. What has none, or would be too deep, is a segment of its own. */
function join(documents: readonly Segment[]): Segment[] {
  const apart = new Map<string, Segment[]>();
  for (const document of documents) {
    if (!isApart(document)) continue;
    const siblings = apart.get(document.parent_id);
    if (siblings) siblings.push(document);
    else apart.set(document.parent_id, [document]);
  }
  const nested = new Set<string>();
  const nest = <W extends Work>(work: W, depth: number): W => {
    const own = depth < mostDepth ? (apart.get(work.id) ?? []).filter(({ id }) => !nested.has(id)) : [];
    for (const { id } of own) nested.add(id);
    if (own.length === 0 && work.subsegments === undefined) return work;
    return { ...work, subsegments: [...(work.subsegments ?? []), ...own].map((each) => nest(each, depth + 1)) };
  };
  const found = documents.filter((document) => !isApart(document)).map((document) => nest(document, 0));
  const known = new Set(documents.flatMap((document) => [...eachWork(document)].map(({ id }) => id)));
  // Those whose parent never came first, so that what belongs to them is nested in them; then what is left of chains and circles.
  const lost = documents.filter(isApart);
  for (const isNext of [({ parent_id }: Apart) => !known.has(parent_id), () => true]) {
    for (const document of lost) {
      if (nested.has(document.id) || !isNext(document)) continue;
      nested.add(document.id);
      found.push(nest(document, 0));
    }
  }
  return found;
}

type Apart = Segment & { readonly parent_id: string };

function isApart(document: Segment): document is Apart {
  return document.type === "subsegment" && document.parent_id !== undefined;
}

/** Of each call to a service that sends no segment of its own. */
function inferred(segments: readonly Segment[]): Segment[] {
  const answered = new Set(segments.map(({ parent_id }) => parent_id));
  const found: Segment[] = [];
  for (const segment of segments) {
    for (const work of eachWork(segment)) {
      if (work === segment || work.namespace === undefined || answered.has(work.id)) continue;
      const { id, name, start_time, end_time, in_progress, error, throttle, fault, http, aws } = work;
      found.push({
        id: createHash("sha256").update(`${segment.trace_id}/${id}`).digest("hex").slice(0, 16),
        name,
        trace_id: segment.trace_id,
        parent_id: id,
        start_time,
        ...(end_time !== undefined && { end_time }),
        ...(in_progress !== undefined && { in_progress }),
        ...(error !== undefined && { error }),
        ...(throttle !== undefined && { throttle }),
        ...(fault !== undefined && { fault }),
        ...(http !== undefined && { http }),
        ...(aws !== undefined && { aws }),
        origin: originOf(work),
        inferred: true,
      });
    }
  }
  return found;
}

/** The kind of what was called. */
function originOf({ namespace, name, aws = {} }: Work): string {
  if (namespace !== "aws") return "remote";
  if (/^dynamodb$/i.test(name) && aws.table_name !== undefined) return "AWS::DynamoDB::Table";
  if (/^s3$/i.test(name)) return "AWS::S3";
  if (/^sqs$/i.test(name) && aws.queue_url !== undefined) return "AWS::SQS::Queue";
  if (/^sns$/i.test(name)) return "AWS::SNS";
  return `AWS::${name}`;
}

/** Seconds that who asked first waited. */
export function responseTimeOf({ entry }: Trace): number {
  return entry ? durationOf(entry) : 0;
}
