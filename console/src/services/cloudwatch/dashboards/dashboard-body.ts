import type { Metric } from "@aws-sdk/client-cloudwatch";
import { type MetricLine, nextId } from "../metrics/metric-line.ts";

/** Source: CloudWatch API reference, "Dashboard Body Structure and Syntax". */
export interface Widget {
  readonly type: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly properties: WidgetProperties;
}

/** What this console reads of them; the rest stays as it is. */
export interface WidgetProperties {
  readonly title?: string;
  readonly markdown?: string;
  readonly metrics?: readonly (readonly unknown[])[];
  readonly view?: string;
  readonly stat?: string;
  readonly period?: number;
  readonly region?: string;
  readonly alarms?: readonly string[];
  readonly query?: string;
  readonly annotations?: {
    readonly horizontal?: readonly { readonly label?: string; readonly value?: number }[];
    readonly alarms?: readonly string[];
  };
}

export interface DashboardBody {
  readonly widgets: readonly Widget[];
  readonly start?: string;
}

/** A widget's usual size, where its JSON has none. */
export const usualSize = { width: 6, height: 6 } as const;
export const gridColumns = 24;

export function parseBody(text: string | undefined): DashboardBody {
  try {
    const body = JSON.parse(text || "{}") as Partial<DashboardBody> | null;
    return { ...body, widgets: Array.isArray(body?.widgets) ? body.widgets.filter(isWidget) : [] };
  } catch {
    return { widgets: [] };
  }
}

function isWidget(widget: unknown): widget is Widget {
  const properties = (widget as Partial<Widget> | null)?.properties;
  return typeof properties === "object" && properties !== null;
}

export function bodyText(body: DashboardBody): string {
  return JSON.stringify(body, undefined, 2);
}

/** Below all others, at the left. */
export function nextPlace(widgets: readonly Widget[]): { readonly x: number; readonly y: number } {
  return { x: 0, y: Math.max(0, ...widgets.map(({ y = 0, height = usualSize.height }) => y + height)) };
}

/** The rows of `metrics` as lines. `.` stands for what the row before has at this place, `...` for all that it has there. */
export function toLines({ metrics = [], stat, period }: WidgetProperties): MetricLine[] {
  const lines: MetricLine[] = [];
  let before: readonly string[] = [];
  for (const row of metrics) {
    if (!Array.isArray(row)) continue;
    const last = row.at(-1) as Options | string | undefined;
    const options: Options = typeof last === "object" && last !== null ? last : {};
    const common = {
      label: options.label,
      period: options.period ?? period,
      isHidden: options.visible === false || undefined,
    };
    const words = row.filter((word): word is string => typeof word === "string");
    if (options.expression !== undefined) {
      lines.push({ ...common, id: options.id ?? nextId(lines, "e"), expression: options.expression });
      continue;
    }
    const whole = unfold(words, before);
    before = whole;
    const [Namespace = "", MetricName = "", ...rest] = whole;
    const Dimensions: NonNullable<Metric["Dimensions"]> = [];
    for (let at = 0; at + 1 < rest.length; at += 2) Dimensions.push({ Name: rest[at], Value: rest[at + 1] });
    const id = options.id ?? nextId(lines, "m");
    lines.push({
      ...common,
      id,
      metric: { Namespace, MetricName, Dimensions },
      stat: options.stat ?? stat ?? "Average",
    });
  }
  return lines;
}

interface Options {
  readonly id?: string;
  readonly expression?: string;
  readonly label?: string;
  readonly stat?: string;
  readonly period?: number;
  readonly visible?: boolean;
}

function unfold(words: readonly string[], before: readonly string[]): string[] {
  const at = words.indexOf("...");
  const whole =
    at < 0
      ? words
      : [...words.slice(0, at), ...before.slice(at, before.length - (words.length - at - 1)), ...words.slice(at + 1)];
  return whole.map((word, index) => (word === "." ? (before[index] ?? "") : word));
}

export function fromLines(lines: readonly MetricLine[]): unknown[][] {
  return lines.map(({ id, metric, expression, stat, period, label, isHidden }) => {
    const options = {
      id,
      ...(expression !== undefined && { expression }),
      ...(metric && { stat }),
      ...(period && { period }),
      ...(label && { label }),
      ...(isHidden && { visible: false }),
    };
    if (!metric) return [options];
    const dimensions = (metric.Dimensions ?? []).flatMap(({ Name, Value }) => [Name, Value]);
    return [metric.Namespace, metric.MetricName, ...dimensions, options];
  });
}

/** What is wrong with a source that somebody has written, as far as the page can tell; the server checks the rest. */
export function sourceProblem(text: string): string | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const widgets = (body as Partial<DashboardBody> | null)?.widgets;
  if (!Array.isArray(widgets)) return 'A dashboard has a list of "widgets".';
  const wrong = widgets.findIndex((widget) => !isWidget(widget));
  return wrong < 0 ? undefined : `The widget ${wrong + 1} has no "properties".`;
}
