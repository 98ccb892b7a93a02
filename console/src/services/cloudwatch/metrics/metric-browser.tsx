import { CloudWatchClient, type Metric, paginateListMetrics } from "@aws-sdk/client-cloudwatch";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { metricId } from "./metric-line.ts";

/** Where in the tree of metrics one is: at all namespaces, at one's sets of dimensions, or at the metrics of a set. */
export interface MetricPlace {
  readonly namespace?: string;
  /** Names, joined by commas; "" is the set of none, and `*` all metrics. */
  readonly dimensions?: string;
}

interface MetricBrowserProps {
  readonly place: MetricPlace;
  readonly onPlace: (place: MetricPlace) => void;
  readonly select: "single" | "multi";
  /** "Add to graph". */
  readonly action: string;
  readonly onAction: (metrics: readonly Metric[]) => void;
}

const mostMetrics = 5_000;

/** Metrics by namespace and dimensions. */
export function MetricBrowser({ place, onPlace, ...chooses }: MetricBrowserProps) {
  const client = useClient(CloudWatchClient);
  const { namespace, dimensions } = place;
  const metrics = useLive(
    `cloudwatch/metrics/${namespace ?? ""}`,
    async (signal) => {
      const found: Metric[] = [];
      for await (const { Metrics = [] } of paginateListMetrics({ client }, { Namespace: namespace })) {
        signal.throwIfAborted();
        found.push(...Metrics);
        if (found.length >= mostMetrics) break;
      }
      return found;
    },
    { everyMs: 15_000 },
  );
  const trail = [
    { text: "All namespaces", href: "#" },
    ...(namespace === undefined ? [] : [{ text: namespace, href: "#namespace" }]),
    ...(dimensions === undefined ? [] : [{ text: dimensionsText(dimensions), href: "#dimensions" }]),
  ];
  return (
    <SpaceBetween size="s">
      {trail.length > 1 && (
        <BreadcrumbGroup
          ariaLabel="Place in the metrics"
          items={trail}
          onClick={(event) => {
            event.preventDefault();
            onPlace(event.detail.href === "#" ? {} : event.detail.href === "#namespace" ? { namespace } : place);
          }}
        />
      )}
      {dimensions !== undefined ? (
        <Metrics {...chooses} key={`${namespace}/${dimensions}`} metrics={metrics} dimensions={dimensions} />
      ) : (
        <Places key={namespace ?? "all"} metrics={metrics} place={place} onPlace={onPlace} />
      )}
    </SpaceBetween>
  );
}

interface PlacesProps {
  readonly metrics: Live<readonly Metric[]>;
  readonly place: MetricPlace;
  readonly onPlace: (place: MetricPlace) => void;
}

interface PlaceRow {
  readonly text: string;
  readonly count: number;
  readonly place: MetricPlace;
}

function Places({ metrics, place: { namespace }, onPlace }: PlacesProps) {
  const rows = (found: readonly Metric[]): PlaceRow[] => {
    const keyOf = (metric: Metric) => (namespace === undefined ? (metric.Namespace ?? "") : dimensionsOf(metric));
    const counts = new Map<string, number>();
    for (const metric of found) counts.set(keyOf(metric), (counts.get(keyOf(metric)) ?? 0) + 1);
    return [...counts].map(([key, count]) =>
      namespace === undefined
        ? { text: key, count, place: { namespace: key } }
        : { text: dimensionsText(key), count, place: { namespace, dimensions: key } },
    );
  };
  const isNamespaces = namespace === undefined;
  return (
    <ResourceTable<PlaceRow>
      id={isNamespaces ? "cloudwatch.namespaces" : "cloudwatch.dimensions"}
      title={isNamespaces ? "Namespaces" : `Dimensions of ${namespace}`}
      noun={isNamespaces ? "namespaces" : "dimensions"}
      feature="CloudWatch metrics"
      live={{ ...metrics, data: metrics.data && rows(metrics.data) }}
      columns={[
        {
          id: "name",
          header: isNamespaces ? "Namespace" : "Metrics by",
          cell: ({ text, place }) => (
            <Button variant="inline-link" onClick={() => onPlace(place)}>
              {text}
            </Button>
          ),
          value: ({ text }) => text,
          width: 420,
        },
        { id: "count", header: "Metrics", cell: ({ count }) => count, value: ({ count }) => count, width: 140 },
      ]}
      rowId={({ text }) => text}
      sortBy={{ column: "name" }}
      empty={{ text: "No metrics yet. They come with the first use of a service, and with PutMetricData." }}
      actions={() => (
        <Button onClick={() => onPlace({ namespace, dimensions: "*" })}>
          {isNamespaces ? "Search all metrics" : `All metrics of ${namespace}`}
        </Button>
      )}
    />
  );
}

interface MetricsProps extends Pick<MetricBrowserProps, "select" | "action" | "onAction"> {
  readonly metrics: Live<readonly Metric[]>;
  readonly dimensions: string;
}

function Metrics({ metrics, dimensions, select, action, onAction }: MetricsProps) {
  const of = metrics.data?.filter((metric) => dimensions === "*" || dimensionsOf(metric) === dimensions);
  const names = dimensions === "" || dimensions === "*" ? [] : dimensions.split(",");
  const dimensionOf = (metric: Metric, name: string) => metric.Dimensions?.find(({ Name }) => Name === name)?.Value;
  const columns: Column<Metric>[] = [
    {
      id: "name",
      header: "Metric name",
      cell: ({ MetricName }) => MetricName,
      value: ({ MetricName }) => MetricName,
      width: 260,
    },
    ...names.map((name) => ({
      id: `of.${name}`,
      header: name,
      cell: (metric: Metric) => dimensionOf(metric, name),
      value: (metric: Metric) => dimensionOf(metric, name),
      width: 220,
    })),
    ...(dimensions === "*" ? allColumns : []),
  ];
  return (
    <ResourceTable<Metric>
      id={`cloudwatch.metrics.${dimensions}`}
      title="Metrics"
      noun="metrics"
      feature="CloudWatch metrics"
      live={{ ...metrics, data: of }}
      columns={columns}
      rowId={metricId}
      rowName={({ MetricName = "", Dimensions = [] }) =>
        [MetricName, ...Dimensions.map(({ Value }) => Value)].join(" ")
      }
      select={select}
      searchPlaceholder="Find a metric, or a dimension's value"
      sortBy={{ column: "name" }}
      empty={{ text: "There are no metrics of these dimensions." }}
      actions={(selected) => (
        <Button disabled={selected.length === 0} onClick={() => onAction(selected)}>
          {action}
        </Button>
      )}
    />
  );
}

const allColumns: readonly Column<Metric>[] = [
  {
    id: "dimensions",
    header: "Dimensions",
    cell: ({ Dimensions = [] }) => Dimensions.map(({ Name, Value }) => `${Name}: ${Value}`).join(", ") || "-",
    value: ({ Dimensions = [] }) => Dimensions.map(({ Name, Value }) => `${Name}: ${Value}`).join(", "),
    width: 360,
  },
  {
    id: "namespace",
    header: "Namespace",
    cell: ({ Namespace }) => Namespace,
    value: ({ Namespace }) => Namespace,
    width: 180,
  },
];

function dimensionsOf({ Dimensions = [] }: Metric): string {
  return Dimensions.map(({ Name = "" }) => Name)
    .sort()
    .join(",");
}

function dimensionsText(dimensions: string): string {
  if (dimensions === "*") return "All metrics";
  return dimensions === "" ? "Metrics with no dimensions" : dimensions.split(",").join(", ");
}
