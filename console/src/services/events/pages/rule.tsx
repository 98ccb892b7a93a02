import type { Target } from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, Suspense } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { arnHref } from "../../../choices/arn-href.ts";
import { SchedulePreview } from "../../../schedule/schedule-preview.tsx";
import { Copyable } from "../../../shell/copyable.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { EventsTags } from "../bus/events-tags.tsx";
import { busPath, rulePath, rulesPath } from "../paths.ts";
import { useDeleteRule, useToggleRule } from "../rule/change-rules.tsx";
import { type RuleWithTargets, useRule } from "../rule/rule.ts";
import { RuleStatus } from "../rule/rule-table.tsx";
import { isEnabled, typeOfRule } from "../rule/rules.ts";
import { kindLabel } from "../target/target-form.ts";

const MetricCharts = lazy(() => import("../../../chart/metric-charts.tsx"));

export function Component() {
  const { bus = "", rule: name = "" } = useParams();
  const live = useRule(bus, name);
  const navigate = useNavigate();
  const remove = useDeleteRule(bus, () => undefined);
  const toggle = useToggleRule(bus, live.refresh);
  const enabled = live.data && isEnabled(live.data.rule);
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: "Rules", href: rulesPath(bus) }]}
      actions={
        <div className="squall-actions">
          <RouteButton href={`${rulePath(bus, name)}/edit`}>Edit</RouteButton>
          <Button
            disabled={!live.data}
            onClick={async () => {
              if (await remove(name)) await navigate(rulesPath(bus));
            }}
          >
            Delete
          </Button>
          <Button disabled={!live.data} loading={toggle.isRunning} onClick={() => void toggle.run(name, !enabled)}>
            {enabled === false ? "Enable" : "Disable"}
          </Button>
        </div>
      }
    >
      <Loaded live={live} what={`the rule ${name}`} feature="EventBridge">
        {(found) => <RuleTabs bus={bus} found={found} refresh={live.refresh} />}
      </Loaded>
    </Page>
  );
}

interface RuleTabsProps {
  readonly bus: string;
  readonly found: RuleWithTargets;
  readonly refresh: () => void;
}

function RuleTabs({ bus, found: { rule, targets }, refresh }: RuleTabsProps) {
  const [search, setSearch] = useSearchParams();
  const { Name = "", Arn = "", Description, ScheduleExpression, EventPattern } = rule;
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Rule details</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Rule name", value: Name },
            { label: "Status", value: <RuleStatus rule={rule} /> },
            { label: "Type", value: typeOfRule(rule) },
            { label: "Description", value: Description || "-" },
            { label: "Event bus name", value: <RouteLink href={busPath(bus)}>{bus}</RouteLink> },
            { label: "Rule ARN", value: <Copyable text={Arn} what="ARN" /> },
          ]}
        />
      </Container>
      <Tabs
        ariaLabel="Rule"
        activeTabId={search.get("tab") ?? "what"}
        onChange={({ detail }) => setSearch({ tab: detail.activeTabId })}
        tabs={[
          {
            id: "what",
            label: ScheduleExpression ? "Event schedule" : "Event pattern",
            content: (
              <Container
                header={<Header variant="h2">{ScheduleExpression ? "Event schedule" : "Event pattern"}</Header>}
              >
                <SpaceBetween size="s">
                  <JsonText text={ScheduleExpression ?? EventPattern ?? ""} />
                  {ScheduleExpression && <SchedulePreview expression={ScheduleExpression} dialect="rule" />}
                </SpaceBetween>
              </Container>
            ),
          },
          {
            id: "targets",
            label: "Targets",
            content: (
              <ResourceTable
                id="events.targets"
                title="Targets"
                noun="targets"
                live={{ data: targets, error: undefined, isLoading: false, refresh }}
                columns={columns}
                rowId={({ Id = "" }) => Id}
                empty={{ text: "No targets. A rule without targets does nothing." }}
                actions={() => <RouteButton href={`${rulePath(bus, Name)}/edit`}>Edit</RouteButton>}
              />
            ),
          },
          {
            id: "monitoring",
            label: "Monitoring",
            content: (
              <Suspense fallback={null}>
                <MetricCharts namespace="AWS/Events" dimensions={{ RuleName: Name }} charts={charts} />
              </Suspense>
            ),
          },
          { id: "tags", label: "Tags", content: <EventsTags arn={Arn} owner={`rule ${Name}`} /> },
        ]}
      />
    </SpaceBetween>
  );
}

const columns: readonly Column<Target>[] = [
  {
    id: "name",
    header: "Target Name",
    cell: ({ Arn = "" }) => <RouteLink href={arnHref(Arn)}>{Arn.split(":").slice(5).join(":")}</RouteLink>,
    value: ({ Arn }) => Arn,
    width: 260,
  },
  {
    id: "kind",
    header: "Type",
    cell: ({ Arn = "" }) => kindLabel(Arn),
    value: ({ Arn = "" }) => kindLabel(Arn),
    width: 190,
  },
  { id: "arn", header: "ARN", cell: ({ Arn }) => Arn, value: ({ Arn }) => Arn, width: 380 },
  {
    id: "input",
    header: "Input",
    cell: ({ Input, InputPath, InputTransformer }) =>
      InputTransformer
        ? "Input transformer"
        : Input !== undefined
          ? `Constant: ${Input}`
          : InputPath
            ? `Part: ${InputPath}`
            : "Matched event",
    width: 200,
  },
  { id: "role", header: "Role", cell: ({ RoleArn }) => RoleArn ?? "-", value: ({ RoleArn }) => RoleArn, width: 260 },
  {
    id: "dlq",
    header: "Dead-letter queue",
    cell: ({ DeadLetterConfig }) => DeadLetterConfig?.Arn ?? "-",
    value: ({ DeadLetterConfig }) => DeadLetterConfig?.Arn,
    width: 220,
  },
];

/** Source: "Monitoring Amazon EventBridge". */
const charts = [
  ["TriggeredRules", "Triggered rules"],
  ["Invocations", "Invocations"],
  ["FailedInvocations", "Failed invocations"],
  ["InvocationsSentToDlq", "Invocations sent to the dead-letter queue"],
].map(([metric = "", title = ""]) => ({ metric, title, unit: "Count", statistic: "Sum" as const }));
