import {
  CloudWatchLogsClient,
  DeleteMetricFilterCommand,
  type MetricFilter,
  PutMetricFilterCommand,
  paginateDescribeMetricFilters,
  type StandardUnit,
} from "@aws-sdk/client-cloudwatch-logs";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import type { Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { checkIsNew } from "../../../form/create.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { graphHref } from "../metrics/graph-href.ts";
import { TestPatternDialog } from "./test-pattern-dialog.tsx";

/** "Metric filters" of a log group: what is counted or measured of its events. */
export function MetricFiltersTab({ group }: { readonly group: string }) {
  const client = useClient(CloudWatchLogsClient);
  const [tested, setTested] = useState<string>();
  const filters = useLive(
    `logs/metric-filters/${group}`,
    async () => {
      const found: MetricFilter[] = [];
      for await (const { metricFilters = [] } of paginateDescribeMetricFilters({ client }, { logGroupName: group }))
        found.push(...metricFilters);
      return found;
    },
    { everyMs: 5_000 },
  );
  const put = (values: Values) => client.send(new PutMetricFilterCommand({ logGroupName: group, ...inputOf(values) }));
  return (
    <>
      <PartTable<MetricFilter>
        id="logs.metric-filters"
        title="Metric filters"
        noun="metric filters"
        one="metric filter"
        live={filters}
        columns={columns}
        rowId={({ filterName = "" }) => filterName}
        name={({ filterName = "" }) => filterName}
        empty="No metric filters. A metric filter counts events, or takes numbers from them, for graphs and alarms."
        create={{
          text: "Create metric filter",
          fields: [nameField, ...fields],
          initial: {
            name: "",
            pattern: "",
            namespace: "",
            metric: "",
            value: "1",
            default: "",
            unit: "",
            dimensions: "[]",
          },
          done: ({ name }) => `Successfully created metric filter ${name}.`,
          save: async (values) => {
            // PutMetricFilter would put it in the place of one of this name.
            await checkIsNew(`a metric filter ${values.name}`, async () =>
              (filters.data ?? []).some(({ filterName }) => filterName === values.name),
            );
            await put(values);
          },
        }}
        edit={{
          fields,
          initial: valuesOf,
          save: ({ filterName = "" }, values) => put({ ...values, name: filterName }),
        }}
        remove={{
          body: ({ filterName, metricTransformations: [first] = [] }) => (
            <>
              Nothing more is written to the metric <b>{first?.metricName}</b> by <b>{filterName}</b>. What was written
              stays.
            </>
          ),
          run: ({ filterName }) => client.send(new DeleteMetricFilterCommand({ logGroupName: group, filterName })),
        }}
        more={(selected) => (
          <>
            <Button onClick={() => setTested(selected?.filterPattern ?? "")}>Test pattern</Button>
            <RouteButton disabled={!selected} href={alarmHref(selected)}>
              Create alarm
            </RouteButton>
          </>
        )}
      />
      {tested !== undefined && (
        <TestPatternDialog group={group} pattern={tested} onClose={() => setTested(undefined)} />
      )}
    </>
  );
}

const nameField: FieldDescription = {
  name: "name",
  label: "Filter name",
  required: "Enter a name for the filter.",
  problem: (value) => (/^[^:*]{1,512}$/.test(value) ? undefined : "Use up to 512 characters without colons and stars."),
};

const fields: readonly FieldDescription[] = [
  {
    name: "pattern",
    label: "Filter pattern",
    description:
      'ERROR, ?one ?another, "some words", { $.level = "error" }, [ip, user, status = 5*]. Empty: all events.',
    problem: (value) => (value.length <= 1_024 ? undefined : "A pattern has up to 1,024 characters."),
  },
  {
    name: "namespace",
    label: "Metric namespace",
    required: "Enter a namespace: a group of metrics.",
    problem: (value) =>
      /^[^:*$]{1,255}$/.test(value) && !value.startsWith("AWS/")
        ? undefined
        : "Use up to 255 characters without : * $, not beginning with AWS/.",
  },
  {
    name: "metric",
    label: "Metric name",
    required: "Enter a name for the metric.",
    problem: (value) => (/^[^:*$]{1,255}$/.test(value) ? undefined : "Use up to 255 characters without : * $."),
  },
  {
    name: "value",
    label: "Metric value",
    description: "1 counts each event; $.latency or $size takes a number from it.",
    required: "Enter a number, or a field.",
    problem: (value) =>
      /^-?\d+(?:\.\d+)?$|^\$.+/.test(value) ? undefined : "Enter a number, or a field that begins with $.",
  },
  {
    name: "default",
    label: "Default value",
    description: "What is published while no event matches.",
    problem: (value, { dimensions }) =>
      !Number.isFinite(Number(value))
        ? "Enter a number."
        : recordOf(dimensions)
          ? "A metric with dimensions has no default value."
          : undefined,
  },
  {
    name: "unit",
    label: "Unit",
    kind: "select",
    options: [
      "",
      "Count",
      "Seconds",
      "Milliseconds",
      "Bytes",
      "Kilobytes",
      "Megabytes",
      "Percent",
      "Count/Second",
      "None",
    ].map((value) => ({ value, label: value || "No unit" })),
  },
  {
    name: "dimensions",
    label: "Dimensions",
    kind: "pairs",
    add: "Add dimension",
    empty: "No dimensions.",
    valueLabel: "Field",
    problem: (value) => (Object.keys(recordOf(value) ?? {}).length <= 3 ? undefined : "There can be three at most."),
  },
];

function inputOf(values: Values) {
  const { name, pattern = "", namespace = "", metric = "", value = "1", unit } = values;
  return {
    filterName: name,
    filterPattern: pattern,
    metricTransformations: [
      {
        metricNamespace: namespace,
        metricName: metric,
        metricValue: value,
        defaultValue: values.default ? Number(values.default) : undefined,
        unit: (unit || undefined) as StandardUnit | undefined,
        dimensions: recordOf(values.dimensions),
      },
    ],
  };
}

function valuesOf({ filterName = "", filterPattern = "", metricTransformations: [first] = [] }: MetricFilter): Values {
  return {
    name: filterName,
    pattern: filterPattern,
    namespace: first?.metricNamespace ?? "",
    metric: first?.metricName ?? "",
    value: first?.metricValue ?? "1",
    default: first?.defaultValue === undefined ? "" : String(first.defaultValue),
    unit: first?.unit ?? "",
    dimensions: pairsText(first?.dimensions),
  };
}

function metricOf({ metricTransformations: [first] = [] }: MetricFilter) {
  return { Namespace: first?.metricNamespace, MetricName: first?.metricName, Dimensions: [] };
}

function alarmHref(filter: MetricFilter | undefined): string {
  const metric = JSON.stringify(filter ? metricOf(filter) : {});
  return `/console/cloudwatch/create-alarm?${new URLSearchParams({ metric, stat: "Sum", period: "300" })}`;
}

const columns: readonly Column<MetricFilter>[] = [
  {
    id: "name",
    header: "Filter name",
    cell: ({ filterName }) => filterName,
    value: ({ filterName }) => filterName,
    width: 200,
  },
  {
    id: "pattern",
    header: "Filter pattern",
    cell: ({ filterPattern }) => <span className="squall-mono">{filterPattern || "All events"}</span>,
    value: ({ filterPattern }) => filterPattern,
    width: 260,
  },
  {
    id: "metric",
    header: "Metric",
    cell: (filter) => {
      const { Namespace, MetricName } = metricOf(filter);
      return (
        <RouteLink href={graphHref([{ id: "m1", metric: metricOf(filter), stat: "Sum" }])}>
          {Namespace} / {MetricName}
        </RouteLink>
      );
    },
    value: (filter) => `${metricOf(filter).Namespace}/${metricOf(filter).MetricName}`,
    width: 260,
  },
  {
    id: "value",
    header: "Metric value",
    cell: ({ metricTransformations: [first] = [] }) => first?.metricValue,
    value: ({ metricTransformations: [first] = [] }) => first?.metricValue,
    width: 140,
  },
];
