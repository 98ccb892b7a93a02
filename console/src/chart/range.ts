/** The time a chart shows, in periods of one bar each. */
export interface Range {
  readonly startMs: number;
  readonly endMs: number;
  readonly periodMs: number;
}

export interface Point {
  readonly x: Date;
  readonly y: number;
}

/** About sixty periods of whole minutes, the last of them the one we are in. */
export function toRange(nowMs: number, lengthMs: number): Range {
  const periodMs = Math.max(60_000, Math.ceil(lengthMs / 60 / 60_000) * 60_000);
  const endMs = Math.ceil(nowMs / periodMs) * periodMs;
  return { startMs: endMs - Math.ceil(lengthMs / periodMs) * periodMs, endMs, periodMs };
}

export function periodStarts({ startMs, endMs, periodMs }: Range): number[] {
  return Array.from({ length: Math.round((endMs - startMs) / periodMs) }, (_none, index) => startMs + index * periodMs);
}

/** A metric has no points where nothing happened; a chart is to show that time as well. */
export function fillPeriods(times: readonly Date[], values: readonly number[], range: Range): Point[] {
  const known = new Map(times.map((time, index) => [time.getTime(), values[index] ?? 0]));
  return periodStarts(range).map((start) => ({ x: new Date(start), y: known.get(start) ?? 0 }));
}
