import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import Alert from "@cloudscape-design/components/alert";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { lazy, Suspense, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { parseSpan } from "../../../chart/time-span.ts";
import { TimeSpanField } from "../../../chart/time-span-field.tsx";
import { arnHref } from "../../../choices/arn-href.ts";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { Details } from "../../../shell/details.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";
import { type Alarm, actionsOf, readAlarm, type StateAction, stateTexts, stateTypes } from "../alarms/alarm.ts";
import { AlarmHistory } from "../alarms/alarm-history.tsx";
import { AlarmTags } from "../alarms/alarm-tags.tsx";
import { actionInWords, conditionInWords } from "../alarms/alarm-words.ts";
import { readRule, ruleInWords } from "../alarms/rule-words.ts";
import { SetStateDialog } from "../alarms/set-state-dialog.tsx";
import { useAlarmCommands } from "../alarms/use-alarm-commands.tsx";
import { fromQueries } from "../metrics/metric-line.ts";
import { alarmPath, alarmsCrumb, alarmsPath } from "../paths.ts";

const MetricGraph = lazy(() => import("../metrics/metric-graph.tsx"));

export function Component() {
  const { name = "" } = useParams();
  const client = useClient(CloudWatchClient);
  const navigate = useNavigate();
  const alarm = useLive(`cloudwatch/alarm/${name}`, async () => ({ found: await readAlarm(client, name) }));
  const { remove, enable } = useAlarmCommands(alarm.refresh);
  const [isSetting, setSetting] = useState(false);
  const found = alarm.data?.found;
  return (
    <Page
      title={name}
      breadcrumbs={[alarmsCrumb]}
      description={found?.AlarmDescription}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <ButtonDropdown
            disabled={!found}
            items={[
              found?.ActionsEnabled
                ? { id: "disable", text: "Disable actions" }
                : { id: "enable", text: "Enable actions" },
              { id: "state", text: "Set state" },
              { id: "delete", text: "Delete" },
            ]}
            onItemClick={async ({ detail }) => {
              if (detail.id === "state") setSetting(true);
              else if (detail.id !== "delete") await enable([name], detail.id === "enable");
              else if (found && (await remove([found]))) await navigate(alarmsPath);
            }}
          >
            Actions
          </ButtonDropdown>
          <RouteButton variant="primary" disabled={!found} href={`${alarmPath(name)}/edit`}>
            Edit
          </RouteButton>
        </SpaceBetween>
      }
    >
      <Loaded live={alarm} what={`the alarm ${name}`} feature="CloudWatch alarms">
        {(read) =>
          read.found ? (
            <Shown alarm={read.found} />
          ) : (
            <Alert type="error" action={<RouteButton href={alarmsPath}>Alarms</RouteButton>}>
              There is no alarm {name}.
            </Alert>
          )
        }
      </Loaded>
      {isSetting && found && <SetStateDialog alarm={found} onSaved={alarm.refresh} onClose={() => setSetting(false)} />}
    </Page>
  );
}

function Shown({ alarm }: { readonly alarm: Alarm }) {
  const { AlarmName = "", AlarmArn = "", StateValue = "INSUFFICIENT_DATA" } = alarm;
  return (
    <SpaceBetween size="l">
      <Details
        title="Details"
        items={[
          [
            "State",
            <StatusIndicator key="state" type={stateTypes[StateValue]}>
              {stateTexts[StateValue]}
            </StatusIndicator>,
          ],
          ["Reason", alarm.StateReason],
          ["Last state update", formatTime(alarm.StateUpdatedTimestamp)],
          ["Condition", alarm.AlarmRule === undefined ? conditionInWords(alarm) : ruleInWords(alarm.AlarmRule)],
          ["Type", alarm.AlarmRule === undefined ? "Metric alarm" : "Composite alarm"],
          ["ARN", <Copyable key="arn" text={AlarmArn} what="ARN" />],
        ]}
      />
      {alarm.AlarmRule === undefined ? <Graph alarm={alarm} /> : <Children rule={alarm.AlarmRule} />}
      <PageTabs
        label="Alarm"
        tabs={[
          { id: "history", label: "History", content: <AlarmHistory name={AlarmName} /> },
          { id: "actions", label: "Actions", content: <Actions alarm={alarm} /> },
          { id: "tags", label: "Tags", content: <AlarmTags arn={AlarmArn} /> },
        ]}
      />
    </SpaceBetween>
  );
}

function Graph({ alarm }: { readonly alarm: Alarm }) {
  const [span, setSpan] = useState(parseSpan("3h")!);
  const { Namespace, MetricName, Dimensions, Metrics = [], Threshold = 0 } = alarm;
  const stat = alarm.Statistic ?? alarm.ExtendedStatistic;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <TimeSpanField
              span={span}
              offered={["1h", "3h", "12h", "1d", "1w"]}
              onChange={(next) => setSpan(next ?? span)}
            />
          }
        >
          Graph
        </Header>
      }
    >
      <Suspense fallback={null}>
        <MetricGraph
          title={alarm.AlarmName ?? "Graph"}
          span={span}
          periodS={alarm.Period}
          lines={
            Metrics.length > 0
              ? fromQueries(Metrics)
              : [{ id: "m1", metric: { Namespace, MetricName, Dimensions }, stat }]
          }
          thresholds={[{ label: "Threshold", y: Threshold }]}
        />
      </Suspense>
    </Container>
  );
}

/** The alarms that a composite one looks at, each with its state. */
function Children({ rule }: { readonly rule: string }) {
  const client = useClient(CloudWatchClient);
  const children = useLive(`cloudwatch/children/${rule}`, async () => {
    const alarms = await Promise.all(readRule(rule).alarms.map((name) => readAlarm(client, name)));
    return alarms.filter((alarm) => alarm !== undefined);
  });
  return (
    <ResourceTable
      id="cloudwatch.children"
      title="Alarms of the rule"
      noun="alarms"
      description={<code className="squall-anywhere">{rule}</code>}
      live={children}
      columns={childColumns}
      rowId={({ AlarmName = "" }) => AlarmName}
      empty={{ text: "The rule names no alarms." }}
    />
  );
}

const childColumns: readonly Column<Alarm>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ AlarmName = "" }) => <RouteLink href={alarmPath(AlarmName)}>{AlarmName}</RouteLink>,
    value: ({ AlarmName }) => AlarmName,
    width: 300,
  },
  {
    id: "state",
    header: "State",
    cell: ({ StateValue = "OK" }) => (
      <StatusIndicator type={stateTypes[StateValue]}>{stateTexts[StateValue]}</StatusIndicator>
    ),
    value: ({ StateValue = "OK" }) => stateTexts[StateValue],
    width: 200,
  },
];

function Actions({ alarm }: { readonly alarm: Alarm }) {
  const { AlarmName = "" } = alarm;
  return (
    <ResourceTable
      id="cloudwatch.actions"
      title="Actions"
      noun="actions"
      description={alarm.ActionsEnabled ? "The actions are enabled." : "The actions are disabled: nobody is told."}
      live={{ data: actionsOf(alarm), error: undefined, isLoading: false, refresh: () => undefined }}
      hideRefresh
      columns={actionColumns}
      rowId={({ state, arn }) => `${state}/${arn}`}
      empty={{
        text: "No actions: the alarm only shows its state.",
        action: <RouteButton href={`${alarmPath(AlarmName)}/edit`}>Add actions</RouteButton>,
      }}
    />
  );
}

const actionColumns: readonly Column<StateAction>[] = [
  {
    id: "state",
    header: "When it is",
    cell: ({ state }) => stateTexts[state],
    value: ({ state }) => stateTexts[state],
    width: 160,
  },
  {
    id: "action",
    header: "Action",
    cell: ({ arn }) => {
      const href = arnHref(arn);
      return href ? <RouteLink href={href}>{actionInWords(arn)}</RouteLink> : actionInWords(arn);
    },
    value: ({ arn }) => actionInWords(arn),
    width: 320,
  },
  { id: "arn", header: "ARN", cell: ({ arn }) => arn, value: ({ arn }) => arn, width: 420 },
];
