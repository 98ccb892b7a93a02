import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import Alert from "@cloudscape-design/components/alert";
import BarChart from "@cloudscape-design/components/bar-chart";
import Box from "@cloudscape-design/components/box";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import PieChart from "@cloudscape-design/components/pie-chart";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TimeLines, { formatValue } from "../../../chart/time-lines.tsx";
import { spanBounds, spanText, type TimeSpan, usualPeriodS } from "../../../chart/time-span.ts";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { useTimeZone } from "../../../text/time-zone.ts";
import type { MetricLine } from "./metric-line.ts";
import { type DrawnLine, type ReadLines, readLines } from "./read-lines.ts";

export type GraphView = "timeSeries" | "singleValue" | "bar" | "pie";

export interface MetricGraphProps {
  readonly title: string;
  readonly lines: readonly MetricLine[];
  readonly span: TimeSpan;
  /** In seconds; undefined: what fits the length. */
  readonly periodS?: number;
  readonly view?: GraphView;
  readonly heightPixels?: number;
  readonly thresholds?: readonly { readonly label: string; readonly y: number }[];
}

/** Metrics and expressions over a time, as lines, numbers, bars or parts of a whole; read anew every ten seconds. */
export default function MetricGraph(props: MetricGraphProps) {
  const { title, lines, span, view = "timeSeries", heightPixels, thresholds } = props;
  const client = useClient(CloudWatchClient);
  const graph = useLive(
    `cloudwatch/lines/${spanText(span)}/${props.periodS}/${JSON.stringify(lines)}`,
    async () => {
      const bounds = spanBounds(span, cloudNowMs());
      const asked = { ...bounds, periodS: props.periodS ?? usualPeriodS(bounds.endMs - bounds.startMs) };
      return { ...asked, ...(await readLines(client, lines, asked)) };
    },
    { everyMs: 10_000, enabled: lines.length > 0 },
  );
  const { isUtc } = useTimeZone();
  if (lines.length === 0) return <Box color="text-body-secondary">Choose metrics to see them here.</Box>;
  return (
    <Loaded live={graph} what="the metrics" feature="CloudWatch metrics">
      {(data) => (
        <SpaceBetween size="xs">
          <Messages messages={data.messages} />
          {view === "timeSeries" ? (
            <TimeLines {...data} title={title} heightPixels={heightPixels} thresholds={thresholds} isUtc={isUtc} />
          ) : (
            <Summary view={view} title={title} lines={data.lines} heightPixels={heightPixels} />
          )}
        </SpaceBetween>
      )}
    </Loaded>
  );
}

function Messages({ messages }: Pick<ReadLines, "messages">) {
  return messages.length > 0 && <Alert type="warning">{messages.join(" ")}</Alert>;
}

/** The newest value of each. */
function Summary({ view, title, lines, heightPixels = 200 }: SummaryProps) {
  const newest = lines.map(({ label, points }) => ({ label, value: points.at(-1)?.y }));
  if (view === "singleValue") {
    return (
      <KeyValuePairs
        columns={Math.min(4, Math.max(1, newest.length))}
        items={newest.map(({ label, value }) => ({
          label,
          value: <Box variant="awsui-value-large">{value === undefined ? "-" : formatValue(value)}</Box>,
        }))}
      />
    );
  }
  const empty = <Box color="text-body-secondary">No data in this time range</Box>;
  const known = newest.flatMap(({ label, value }) => (value === undefined ? [] : [{ label, value }]));
  if (view === "pie") {
    return (
      <PieChart
        ariaLabel={title}
        size="small"
        hideFilter
        data={known.map(({ label, value }) => ({ title: label, value }))}
        empty={empty}
      />
    );
  }
  return (
    <BarChart
      height={heightPixels}
      ariaLabel={title}
      hideFilter
      hideLegend
      xScaleType="categorical"
      series={[
        {
          type: "bar",
          title,
          data: known.map(({ label, value }) => ({ x: label, y: value })),
          valueFormatter: formatValue,
        },
      ]}
      i18nStrings={{ yTickFormatter: formatValue }}
      empty={empty}
    />
  );
}

interface SummaryProps {
  readonly view: Exclude<GraphView, "timeSeries">;
  readonly title: string;
  readonly lines: readonly DrawnLine[];
  readonly heightPixels?: number;
}
