import { parseSpan, spanText, type TimeSpan } from "../../../chart/time-span.ts";
import type { GraphView } from "./metric-graph.tsx";
import type { MetricLine } from "./metric-line.ts";

/** All that makes a graph of metrics; it stands in the page's address, so that it can be sent to somebody. */
export interface Graph {
  readonly lines: readonly MetricLine[];
  readonly span: TimeSpan;
  readonly periodS: number | undefined;
  readonly view: GraphView;
}

const usualSpan = parseSpan("3h")!;

export function graphOf(search: URLSearchParams): Graph {
  return {
    lines: linesOf(search.get("graph")),
    span: parseSpan(search.get("range")) ?? usualSpan,
    periodS: Number(search.get("period")) || undefined,
    view: views.find((view) => view === search.get("view")) ?? "timeSeries",
  };
}

/** Of an address, what is the graph's. */
export const graphKeys = ["graph", "range", "period", "view"] as const;

export function toAddress({ lines, span, periodS, view }: Graph): Record<string, string> {
  return {
    ...(lines.length > 0 && { graph: JSON.stringify(lines) }),
    ...(spanText(span) !== "3h" && { range: spanText(span) }),
    ...(periodS && { period: String(periodS) }),
    ...(view !== "timeSeries" && { view }),
  };
}

export const views: readonly GraphView[] = ["timeSeries", "singleValue", "bar", "pie"];

export const viewTexts: Readonly<Record<GraphView, string>> = {
  timeSeries: "Line",
  singleValue: "Number",
  bar: "Bar",
  pie: "Pie",
};

/** An address is anybody's text. */
function linesOf(text: string | null): MetricLine[] {
  try {
    const lines = JSON.parse(text ?? "[]") as MetricLine[];
    return Array.isArray(lines) ? lines.filter((line) => typeof line?.id === "string").slice(0, 100) : [];
  } catch {
    return [];
  }
}
