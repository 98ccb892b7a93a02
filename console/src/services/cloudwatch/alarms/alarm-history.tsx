import { type AlarmHistoryItem, CloudWatchClient, paginateDescribeAlarmHistory } from "@aws-sdk/client-cloudwatch";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import { useLive } from "../../../live/use-live.ts";
import { JsonText } from "../../../shell/json-text.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";

const mostItems = 500;

/** What has become of an alarm: its states, changes of it, and its actions. */
export function AlarmHistory({ name }: { readonly name: string }) {
  const client = useClient(CloudWatchClient);
  const history = useLive(
    `cloudwatch/history/${name}`,
    async (signal) => {
      const found: AlarmHistoryItem[] = [];
      const pages = paginateDescribeAlarmHistory(
        { client },
        { AlarmName: name, AlarmTypes: ["MetricAlarm", "CompositeAlarm"], ScanBy: "TimestampDescending" },
      );
      for await (const { AlarmHistoryItems = [] } of pages) {
        signal.throwIfAborted();
        found.push(...AlarmHistoryItems);
        if (found.length >= mostItems) break;
      }
      return found;
    },
    { everyMs: 3_000 },
  );
  return (
    <ResourceTable
      id="cloudwatch.history"
      title="History"
      noun="entries"
      live={history}
      columns={columns}
      rowId={({ Timestamp, HistoryItemType, HistorySummary }) =>
        `${Timestamp?.getTime()}/${HistoryItemType}/${HistorySummary}`
      }
      filters={[{ id: "type", label: "Type", value: typeOf }]}
      sortBy={{ column: "time", descending: true }}
      empty={{ text: "Nothing has happened yet." }}
    />
  );
}

const types: Readonly<Record<string, string>> = {
  ConfigurationUpdate: "Configuration update",
  StateUpdate: "State update",
  Action: "Action",
};

function typeOf({ HistoryItemType: type }: AlarmHistoryItem): string {
  return type === undefined ? "-" : (types[type] ?? type);
}

const columns: readonly Column<AlarmHistoryItem>[] = [
  {
    id: "time",
    header: "Date",
    cell: ({ Timestamp }) => formatTime(Timestamp),
    value: ({ Timestamp }) => toMs(Timestamp),
    width: 260,
  },
  { id: "type", header: "Type", cell: typeOf, value: typeOf, width: 190, minWidth: 190 },
  {
    id: "summary",
    header: "Description",
    cell: ({ HistorySummary, HistoryData }) => (
      <ExpandableSection headerText={HistorySummary}>
        <JsonText text={HistoryData ?? "{}"} />
      </ExpandableSection>
    ),
    value: ({ HistorySummary }) => HistorySummary,
    width: 480,
  },
];
