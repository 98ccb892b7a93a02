import Box from "@cloudscape-design/components/box";
import LineChart, { type LineChartProps } from "@cloudscape-design/components/line-chart";

interface TimeLinesProps {
  readonly title: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly periodS: number;
  readonly heightPixels?: number;
  readonly lines: readonly { readonly key: string; readonly label: string; readonly points: readonly TimePoint[] }[];
  readonly thresholds?: readonly { readonly label: string; readonly y: number }[];
  readonly isUtc?: boolean;
}

export interface TimePoint {
  readonly x: Date;
  readonly y: number;
}

/** Several values over time. */
export default function TimeLines(props: TimeLinesProps) {
  const { title, startMs, endMs, periodS, heightPixels = 260, lines, thresholds = [], isUtc = false } = props;
  const all = [...lines.flatMap(({ points }) => points.map(({ y }) => y)), ...thresholds.map(({ y }) => y)];
  const lowest = Math.min(0, ...all);
  const highest = Math.max(lowest, ...all);
  const series: LineChartProps<Date>["series"] = [
    ...namedApart(lines).map(({ label, points }) => ({
      type: "line" as const,
      title: label,
      data: withLength(points, periodS * 1_000),
      valueFormatter: formatValue,
    })),
    ...thresholds.map(({ label, y }) => ({ type: "threshold" as const, title: label, y, valueFormatter: formatValue })),
  ];
  const tick = (x: Date) => formatTick(x, endMs - startMs, isUtc);
  return (
    <LineChart
      height={heightPixels}
      ariaLabel={title}
      hideFilter
      xScaleType="time"
      xDomain={[new Date(startMs), new Date(endMs)]}
      yDomain={[lowest, highest === lowest ? lowest + 1 : highest + (highest - lowest) * 0.1]}
      series={series}
      i18nStrings={{ xTickFormatter: tick, yTickFormatter: formatValue }}
      empty={<Box color="text-body-secondary">No data in this time range</Box>}
    />
  );
}

/** A single point of a line is not to be seen, so it gets a little length. */
function withLength(points: readonly TimePoint[], periodMs: number): TimePoint[] {
  if (points.length !== 1) return [...points];
  const { x, y } = points[0]!;
  return [
    { x, y },
    { x: new Date(x.getTime() + periodMs * 0.8), y },
  ];
}

/** The chart tells its lines apart by their titles. */
function namedApart<T extends { readonly label: string }>(lines: readonly T[]): T[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const count = (seen.get(line.label) ?? 0) + 1;
    seen.set(line.label, count);
    return count === 1 ? line : { ...line, label: `${line.label} (${count})` };
  });
}

/** 1.5k, 2.25M, 0.003. */
export function formatValue(value: number): string {
  const [size, unit] = sizes.find(([size]) => Math.abs(value) >= size) ?? [1, ""];
  return `${Number((value / size).toPrecision(4))}${unit}`;
}

const sizes: readonly (readonly [number, string])[] = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e4, "k"],
];

function formatTick(x: Date, lengthMs: number, isUtc: boolean): string {
  const local = isUtc ? x : new Date(x.getTime() - x.getTimezoneOffset() * 60_000);
  const text = local.toISOString();
  const time = text.slice(11, 16);
  return lengthMs > 86_400_000 ? `${text.slice(5, 10).replace("-", "/")}\n${time}` : time;
}
