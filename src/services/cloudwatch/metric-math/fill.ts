import { ExpressionError } from "./expression.ts";
import { setPoint, type TimeRange, type TimeSeries, timesOf } from "./time-series.ts";
import { isSeries, type Value } from "./value.ts";

/** Puts a value at each period that has none: a number, another series' value, the last one (REPEAT) or a line (LINEAR). */
export function fill(series: TimeSeries, filling: Value, range: TimeRange): TimeSeries {
  const times = timesOf(range, series.periodS);
  const points = new Map<number, number>();
  const fillAt = toFilling(series, filling);
  for (const atS of times) setPoint(points, atS, series.points.get(atS) ?? fillAt(atS));
  return { ...series, points };
}

function toFilling(series: TimeSeries, filling: Value): (atS: number) => number | undefined {
  if (typeof filling === "number") return () => filling;
  if (isSeries(filling)) return (atS) => filling.points.get(atS);
  if (filling === "REPEAT") return repeating(series);
  if (filling === "LINEAR") return linear(series);
  throw new ExpressionError("FILL takes a number, a time series, REPEAT or LINEAR");
}

/** Asked for rising times. */
function repeating({ points }: TimeSeries): (atS: number) => number | undefined {
  const known = [...points];
  let at = 0;
  return (atS) => {
    while (at < known.length && (known[at]?.[0] ?? 0) <= atS) at++;
    return known[at - 1]?.[1];
  };
}

/** Before the first and after the last value the line goes on level. */
function linear({ points }: TimeSeries): (atS: number) => number | undefined {
  const known = [...points];
  let at = 0;
  return (atS) => {
    while (at < known.length && (known[at]?.[0] ?? 0) <= atS) at++;
    const before = known[at - 1];
    const after = known[at];
    if (!before || !after) return (before ?? after)?.[1];
    return before[1] + ((after[1] - before[1]) * (atS - before[0])) / (after[0] - before[0]);
  };
}
