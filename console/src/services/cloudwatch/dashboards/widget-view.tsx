import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { lazy, type ReactNode, Suspense } from "react";
import type { TimeSpan } from "../../../chart/time-span.ts";
import { AlarmsWidget } from "./alarms-widget.tsx";
import { toLines, usualSize, type Widget } from "./dashboard-body.ts";
import { Markdown } from "./markdown.tsx";

const MetricGraph = lazy(() => import("../metrics/metric-graph.tsx"));
const LogWidget = lazy(async () => ({ default: (await import("./log-widget.tsx")).LogWidget }));

interface WidgetViewProps {
  readonly widget: Widget;
  readonly span: TimeSpan;
  readonly onEdit: () => void;
  readonly onCopy: () => void;
  readonly onRemove: () => void;
}

/** One widget at its place, with what can be done to it. */
export function WidgetView({ widget, span, onEdit, onCopy, onRemove }: WidgetViewProps) {
  const { x = 0, y = 0, width = usualSize.width, height = usualSize.height } = widget;
  const title = titleOf(widget);
  const does: Readonly<Record<string, () => void>> = { edit: onEdit, copy: onCopy, remove: onRemove };
  return (
    <div
      className="squall-dashboard-widget"
      data-testid="widget"
      style={{ gridColumn: `${x + 1} / span ${width}`, gridRow: `${y + 1} / span ${height}` }}
    >
      <Container
        fitHeight
        header={
          <Header
            variant="h3"
            actions={
              <ButtonDropdown
                variant="icon"
                ariaLabel={`Actions of the widget ${title}`}
                expandToViewport
                items={[
                  { id: "edit", text: "Edit" },
                  { id: "copy", text: "Duplicate" },
                  { id: "remove", text: "Delete" },
                ]}
                onItemClick={({ detail }) => does[detail.id]?.()}
              />
            }
          >
            <span className="squall-anywhere">{title}</span>
          </Header>
        }
      >
        <Suspense fallback={null}>{contentOf(widget, span, title, height)}</Suspense>
      </Container>
    </div>
  );
}

export function titleOf({ type, properties }: Widget): string {
  if (properties.title) return properties.title;
  const [first] = toLines(properties);
  if (first) return first.metric?.MetricName ?? first.expression ?? "Metrics";
  return { text: "Text", alarm: "Alarms", log: "Log query" }[type] ?? "Widget";
}

const rowPixels = 56;
/** Of a widget's height: its header, its space at the edges, the legend and the axis of a graph. */
const aroundGraphPixels = 190;

function contentOf({ type, properties }: Widget, span: TimeSpan, title: string, height: number): ReactNode {
  if (type === "text") return <Markdown text={properties.markdown ?? ""} />;
  if (type === "alarm") return <AlarmsWidget arns={properties.alarms ?? []} />;
  if (type === "log")
    return <LogWidget title={title} query={properties.query ?? ""} view={properties.view} span={span} />;
  if (type === "metric" && properties.metrics === undefined && properties.annotations?.alarms)
    return <AlarmsWidget arns={properties.annotations.alarms} />;
  if (type !== "metric")
    return <Box color="text-body-secondary">Widgets of the type {type} are kept, and not drawn by this console.</Box>;
  const thresholds = (properties.annotations?.horizontal ?? []).flatMap(({ label = "Line", value }) =>
    typeof value === "number" ? [{ label, y: value }] : [],
  );
  return (
    <MetricGraph
      title={title}
      lines={toLines(properties)}
      span={span}
      periodS={properties.period}
      view={viewOf(properties.view)}
      heightPixels={Math.max(90, height * rowPixels - aroundGraphPixels)}
      thresholds={thresholds}
    />
  );
}

function viewOf(view: string | undefined) {
  if (view === "singleValue" || view === "gauge" || view === "table") return "singleValue";
  return view === "bar" || view === "pie" ? view : "timeSeries";
}
