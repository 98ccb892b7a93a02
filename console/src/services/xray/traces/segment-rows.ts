/** What a segment's document says, as far as it is shown; what else is in it is shown as it is. */
export interface SegmentWork {
  readonly id: string;
  readonly name: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly parent_id?: string;
  readonly origin?: string;
  readonly namespace?: string;
  readonly resource_arn?: string;
  readonly error?: boolean;
  readonly fault?: boolean;
  readonly throttle?: boolean;
  readonly http?: { readonly response?: { readonly status?: number } };
  readonly annotations?: Readonly<Record<string, string | number | boolean>>;
  readonly metadata?: unknown;
  readonly cause?: unknown;
  readonly aws?: Readonly<Record<string, unknown>>;
  readonly subsegments?: readonly SegmentWork[];
}

/** A line of the time line. */
export interface SegmentRow {
  readonly work: SegmentWork;
  readonly depth: number;
  /** From the trace's beginning. */
  readonly offsetMs: number;
  /** Undefined while it goes on. */
  readonly tookMs: number | undefined;
  readonly status: Status;
}

export type Status = "OK" | "Fault (5xx)" | "Throttle (429)" | "Error (4xx)" | "In progress";

/** Segments and what is nested in them, each below what called it, in the order of time. */
export function toRows(documents: readonly string[]): readonly SegmentRow[] {
  const segments = documents.map((document) => JSON.parse(document) as SegmentWork);
  const beganAt = Math.min(...segments.map(({ start_time }) => start_time));
  const all = new Set(segments.flatMap((segment) => [...each(segment)].map(({ id }) => id)));
  const children = new Map<string, SegmentWork[]>();
  for (const segment of segments) {
    const parent = segment.parent_id;
    if (parent === undefined || parent === segment.id || !all.has(parent)) continue;
    children.set(parent, [...(children.get(parent) ?? []), segment]);
  }
  const rows: SegmentRow[] = [];
  const shown = new Set<string>();
  const add = (work: SegmentWork, depth: number) => {
    // Documents may name one another in a ring.
    if (shown.has(work.id)) return;
    shown.add(work.id);
    rows.push(toRow(work, depth, beganAt));
    for (const nested of [...(work.subsegments ?? []), ...(children.get(work.id) ?? [])].toSorted(byStart))
      add(nested, depth + 1);
  };
  const isFirst = ({ parent_id }: SegmentWork) => parent_id === undefined || !all.has(parent_id);
  for (const segment of segments.filter(isFirst).toSorted(byStart)) add(segment, 0);
  for (const segment of segments.toSorted(byStart)) add(segment, 0);
  return rows;
}

function toRow(work: SegmentWork, depth: number, beganAt: number): SegmentRow {
  const { start_time, end_time } = work;
  return {
    work,
    depth,
    offsetMs: (start_time - beganAt) * 1_000,
    tookMs: end_time === undefined ? undefined : (end_time - start_time) * 1_000,
    status: statusOf(work),
  };
}

export function statusOf({ fault, throttle, error, end_time }: SegmentWork): Status {
  if (fault) return "Fault (5xx)";
  if (throttle) return "Throttle (429)";
  if (error) return "Error (4xx)";
  return end_time === undefined ? "In progress" : "OK";
}

function* each(work: SegmentWork): Generator<SegmentWork> {
  yield work;
  for (const nested of work.subsegments ?? []) yield* each(nested);
}

function byStart(one: SegmentWork, other: SegmentWork): number {
  return one.start_time - other.start_time;
}
