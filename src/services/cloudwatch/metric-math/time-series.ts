import { limits } from "../limits.ts";
import { ExpressionError } from "./expression.ts";

/** Values by the start of their period, in seconds; in the order of time. */
export interface TimeSeries {
  readonly label: string;
  readonly periodS: number;
  readonly points: ReadonlyMap<number, number>;
}

/** The request's time: where values are made that no metric has (FILL, TIME_SERIES). */
export interface TimeRange {
  readonly fromS: number;
  readonly toS: number;
}

export function mapPoints(series: TimeSeries, change: (value: number, atS: number) => number | undefined): TimeSeries {
  const points = new Map<number, number>();
  for (const [atS, value] of series.points) setPoint(points, atS, change(value, atS));
  return { ...series, points };
}

/** At the times that both have. */
export function combinePoints(
  one: TimeSeries,
  other: TimeSeries,
  change: (value: number, other: number) => number | undefined,
): TimeSeries {
  return mapPoints(one, (value, atS) => {
    const right = other.points.get(atS);
    return right === undefined ? undefined : change(value, right);
  });
}

/** Every period of the range. */
export function timesOf({ fromS, toS }: TimeRange, periodS: number): number[] {
  const count = Math.ceil((toS - fromS) / periodS);
  if (count > limits.metricDataPoints) throw new ExpressionError("The time range has too many periods to be filled");
  return Array.from({ length: count }, (_none, index) => fromS + index * periodS);
}

/** What has no value (a division by zero) is left out. */
export function setPoint(points: Map<number, number>, atS: number, value: number | undefined): void {
  if (value !== undefined && Number.isFinite(value)) points.set(atS, value);
}
