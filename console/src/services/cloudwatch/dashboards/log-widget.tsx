import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";
import { spanBounds, spanText, type TimeSpan } from "../../../chart/time-span.ts";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { InsightsChart } from "../logs/insights-chart.tsx";
import { fieldsOf, type Row, toRows } from "../logs/insights-rows.ts";
import { runQuery } from "../logs/run-query.ts";
import { queryParts } from "./log-query.ts";

interface LogWidgetProps {
  readonly title: string;
  readonly query: string;
  readonly view: string | undefined;
  readonly span: TimeSpan;
}

const mostRows = 100;

/** What a query of Logs Insights finds; asked again each minute. */
export function LogWidget({ title, query: text, view = "table", span }: LogWidgetProps) {
  const client = useClient(CloudWatchLogsClient);
  const { sources, query } = queryParts(text);
  const results = useLive(
    `logs/widget/${spanText(span)}/${text}`,
    async (signal) => {
      const { startMs, endMs } = spanBounds(span, cloudNowMs());
      return runQuery(client, { groups: sources, query, startMs, endMs }, signal);
    },
    { everyMs: 60_000, enabled: sources.length > 0 },
  );
  if (sources.length === 0) return <Box color="text-body-secondary">The query names no log group.</Box>;
  return (
    <Loaded live={results} what="the query's results" feature="Logs Insights queries">
      {(answer) => {
        const rows = toRows(answer.results);
        const fields = fieldsOf(rows);
        if (view !== "table") return <InsightsChart title={title} fields={fields} rows={rows} view={view} />;
        return (
          <Table<Row>
            variant="embedded"
            items={rows.slice(0, mostRows)}
            trackBy="#"
            ariaLabels={{ tableLabel: title }}
            columnDefinitions={fields.map((field) => ({
              id: field,
              header: field,
              cell: (row) => <span className="squall-mono">{row[field]}</span>,
            }))}
            empty={<Box color="text-body-secondary">No results.</Box>}
          />
        );
      }}
    </Loaded>
  );
}
