import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useNavigate } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatAge, toMs } from "../../../text/times.ts";
import { type Alarm, isComposite, readAlarms, stateTexts, stateTypes } from "../alarms/alarm.ts";
import { conditionShort } from "../alarms/alarm-words.ts";
import { ruleInWords } from "../alarms/rule-words.ts";
import { useAlarmCommands } from "../alarms/use-alarm-commands.tsx";
import { alarmPath } from "../paths.ts";

export function Component() {
  const client = useClient(CloudWatchClient);
  const navigate = useNavigate();
  const alarms = useLive("cloudwatch/alarms", (signal) => readAlarms(client, signal));
  const { remove, enable } = useAlarmCommands(alarms.refresh);
  const namesOf = (selected: readonly Alarm[]) => selected.map(({ AlarmName = "" }) => AlarmName);
  return (
    <ListPage
      id="cloudwatch.alarms"
      title="Alarms"
      noun="alarms"
      feature="CloudWatch alarms"
      live={alarms}
      columns={columns}
      rowId={({ AlarmName = "" }) => AlarmName}
      rowArn={({ AlarmArn }) => AlarmArn}
      select="multi"
      filters={[
        { id: "state", label: "State", value: stateOf },
        { id: "type", label: "Type", value: typeOf },
      ]}
      create={{ text: "Create alarm", href: "/console/cloudwatch/create-alarm" }}
      empty="No alarms. An alarm watches a metric and says when it leaves the range you set."
      actions={(selected) => (
        <>
          <Button disabled={selected.length === 0} onClick={() => void remove(selected)}>
            Delete
          </Button>
          <ButtonDropdown
            disabled={selected.length === 0}
            items={[
              { id: "edit", text: "Edit", disabled: selected.length !== 1 },
              { id: "enable", text: "Enable actions" },
              { id: "disable", text: "Disable actions" },
            ]}
            onItemClick={({ detail }) => {
              if (detail.id === "edit") void navigate(`${alarmPath(selected[0]?.AlarmName ?? "")}/edit`);
              else void enable(namesOf(selected), detail.id === "enable");
            }}
          >
            Actions
          </ButtonDropdown>
          <RouteButton href="/console/cloudwatch/create-composite-alarm">Create composite alarm</RouteButton>
        </>
      )}
    />
  );
}

function stateOf({ StateValue }: Alarm): string | undefined {
  return StateValue && stateTexts[StateValue];
}

function typeOf(alarm: Alarm): string {
  return isComposite(alarm) ? "Composite" : "Metric";
}

function conditionOf(alarm: Alarm): string {
  return isComposite(alarm) ? ruleInWords(alarm.AlarmRule) : conditionShort(alarm);
}

function actionsText(alarm: Alarm): string {
  const { AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = alarm;
  const count = AlarmActions.length + OKActions.length + InsufficientDataActions.length;
  if (count === 0) return "No actions";
  return alarm.ActionsEnabled ? "Actions enabled" : "Actions disabled";
}

const columns: readonly Column<Alarm>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ AlarmName = "" }) => <RouteLink href={alarmPath(AlarmName)}>{AlarmName}</RouteLink>,
    value: ({ AlarmName }) => AlarmName,
    width: 220,
  },
  {
    id: "state",
    header: "State",
    cell: ({ StateValue }) =>
      StateValue && <StatusIndicator type={stateTypes[StateValue]}>{stateTexts[StateValue]}</StatusIndicator>,
    value: stateOf,
    width: 160,
  },
  {
    id: "updated",
    header: "Last state update",
    cell: ({ StateUpdatedTimestamp }) => formatAge(StateUpdatedTimestamp),
    value: ({ StateUpdatedTimestamp }) => toMs(StateUpdatedTimestamp),
    width: 190,
  },
  { id: "condition", header: "Conditions", cell: conditionOf, value: conditionOf, width: 400 },
  { id: "actions", header: "Actions", cell: actionsText, value: actionsText, width: 150 },
  { id: "type", header: "Type", cell: typeOf, value: typeOf, width: 110, hidden: true },
];
