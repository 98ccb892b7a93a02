import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";

export function Component() {
  const client = useClient(CloudWatchClient);
  const confirmed = useConfirmed();
  const alarms = useLive(
    "cloudwatch/alarms",
    async () => (await client.send(new DescribeAlarmsCommand({}))).MetricAlarms ?? [],
  );
  const remove = async (names: string[]) => {
    const what = names.length === 1 ? `alarm ${names[0]}` : `${names.length} alarms`;
    await confirmed(
      {
        title: `Delete ${what}?`,
        body: <>Nobody is told any more what {names.join(", ")} watched.</>,
        action: "Delete",
      },
      () => client.send(new DeleteAlarmsCommand({ AlarmNames: names })),
      { done: `Successfully deleted ${what}.`, failed: `Deleting ${what} failed`, onChange: alarms.refresh },
    );
  };
  return (
    <ListPage
      id="cloudwatch.alarms"
      title="Alarms"
      noun="alarms"
      feature="CloudWatch alarms"
      live={alarms}
      columns={columns}
      rowId={({ AlarmName = "" }) => AlarmName}
      select="multi"
      create={{ text: "Create alarm", href: "/console/cloudwatch/alarms/create" }}
      empty="No alarms. An alarm watches a metric and says when it leaves the range you set."
      actions={(selected) =>
        alarms.data && (
          <Button
            disabled={selected.length === 0}
            onClick={() => void remove(selected.map(({ AlarmName = "" }) => AlarmName))}
          >
            Delete
          </Button>
        )
      }
    />
  );
}

const stateTypes = { OK: "success", ALARM: "error", INSUFFICIENT_DATA: "pending" } as const;

const columns: readonly Column<MetricAlarm>[] = [
  { id: "name", header: "Name", cell: ({ AlarmName }) => AlarmName, value: ({ AlarmName }) => AlarmName, width: 240 },
  {
    id: "state",
    header: "State",
    cell: ({ StateValue }) =>
      StateValue && <StatusIndicator type={stateTypes[StateValue]}>{StateValue.replace("_", " ")}</StatusIndicator>,
    value: ({ StateValue }) => StateValue,
    width: 180,
  },
  {
    id: "updated",
    header: "Last state update",
    cell: ({ StateUpdatedTimestamp }) => formatTime(StateUpdatedTimestamp),
    value: ({ StateUpdatedTimestamp }) => toMs(StateUpdatedTimestamp),
    width: 300,
  },
  {
    id: "condition",
    header: "Conditions",
    cell: ({ MetricName, ComparisonOperator, Threshold, EvaluationPeriods }) =>
      `${MetricName} ${ComparisonOperator} ${Threshold} for ${EvaluationPeriods} periods`,
    width: 320,
  },
];
