import { GetTopicRuleCommand, IoTClient, type TopicRule } from "@aws-sdk/client-iot";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { lazy } from "react";
import { useParams } from "react-router";
import { arnHref } from "../../../choices/arn-href.ts";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { Details } from "../../../shell/details.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { rulePath } from "../paths.ts";
import { fromAction, kindOf, type RuleForm } from "../rule/rule-form.ts";
import { SampleTest } from "../rule/sample-test.tsx";

const MetricCharts = lazy(() => import("../../../chart/metric-charts.tsx"));

export function Component() {
  const { name = "" } = useParams();
  return <RulePage key={name} ruleName={name} />;
}

function RulePage({ ruleName }: { ruleName: string }) {
  const client = useClient(IoTClient);
  const found = useLive(`iot/rules/${ruleName}`, () => client.send(new GetTopicRuleCommand({ ruleName })));
  return (
    <Page
      title={ruleName}
      breadcrumbs={[{ text: "Rules", href: "/console/iot/rules" }]}
      actions={
        <RouteButton variant="primary" href={`${rulePath(ruleName)}/edit`}>
          Edit
        </RouteButton>
      }
    >
      <Loaded live={found} what={`the rule ${ruleName}`} feature="AWS IoT">
        {({ rule = {}, ruleArn = "" }) => (
          <SpaceBetween size="l">
            <Details
              title="Rule details"
              items={[
                ["ARN", <Copyable key="arn" text={ruleArn} what="ARN" />],
                [
                  "Status",
                  <StatusIndicator key="status" type={rule.ruleDisabled ? "stopped" : "success"}>
                    {rule.ruleDisabled ? "Inactive" : "Active"}
                  </StatusIndicator>,
                ],
                ["SQL version", rule.awsIotSqlVersion],
                ["Created", formatTime(rule.createdAt)],
                ["Description", rule.description],
                ["Basic Ingest topic", `$aws/rules/${ruleName}`],
              ]}
            />
            <Container header={<Header variant="h2">SQL statement</Header>}>
              <JsonText text={rule.sql ?? ""} testId="sql" />
            </Container>
            <PageTabs
              label="Rule"
              tabs={[
                { id: "actions", label: "Actions", content: <Actions rule={rule} /> },
                { id: "test", label: "Test", content: <RuleTest ruleName={ruleName} rule={rule} /> },
                {
                  id: "metrics",
                  label: "Metrics",
                  content: <MetricCharts namespace="AWS/IoT" dimensions={{ RuleName: ruleName }} charts={charts} />,
                },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Actions({ rule }: { rule: TopicRule }) {
  const { account, region } = useSession();
  const shown = [
    ...(rule.actions ?? []).map((action, index) => ({
      title: `Action ${index + 1}`,
      form: fromAction(action, index, { account, region }),
    })),
    ...(rule.errorAction
      ? [{ title: "Error action", form: fromAction(rule.errorAction, 0, { account, region }) }]
      : []),
  ];
  return (
    <SpaceBetween size="l">
      {shown.length === 0 && <Box color="text-body-secondary">No actions.</Box>}
      {shown.map(({ title, form: { kind, values } }) => {
        const known = kindOf(kind);
        return (
          <Details
            key={title}
            title={title}
            description={known?.label}
            items={(known?.fields ?? []).map(({ name, label }) => [
              label,
              <Value key={name} text={values[name] ?? ""} />,
            ])}
          />
        );
      })}
    </SpaceBetween>
  );
}

function Value({ text }: { text: string }) {
  const href = text.startsWith("arn:") ? arnHref(text) : undefined;
  return href === undefined ? text || "-" : <RouteLink href={href}>{text}</RouteLink>;
}

function RuleTest({ ruleName, rule }: { ruleName: string; rule: TopicRule }) {
  const { account, region } = useSession();
  const form: RuleForm = {
    name: ruleName,
    description: "",
    sql: rule.sql ?? "",
    version: rule.awsIotSqlVersion ?? "2015-10-08",
    actions: (rule.actions ?? []).map((action, index) => fromAction(action, index, { account, region })),
    errorAction: undefined,
  };
  return <SampleTest form={form} />;
}

/** Source: "AWS IoT metrics and dimensions", rule metrics. */
const charts = (
  [
    ["TopicMatch", "Messages of the rule's topic"],
    ["ParseError", "Messages that are not JSON"],
    ["RuleMessageThrottled", "Messages that were throttled"],
    ["RuleNotFound", "Messages to a rule that is not there"],
  ] as const
).map(([metric, title]) => ({ metric, title, unit: "Count", statistic: "Sum" as const }));
