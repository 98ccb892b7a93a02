import {
  CloudWatchClient,
  type ComparisonOperator,
  DescribeAlarmsCommand,
  ListMetricsCommand,
  type Metric,
  PutMetricAlarmCommand,
  type Statistic,
} from "@aws-sdk/client-cloudwatch";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { checkIsNew } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

const alarms = { text: "Alarms", href: "/console/cloudwatch/alarms" };

export function Component() {
  const client = useClient(CloudWatchClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [metric, setMetric] = useState<Metric>();
  const [statistic, setStatistic] = useState<string>("Sum");
  const [period, setPeriod] = useState(periods[0]!);
  const [comparison, setComparison] = useState(comparisons[1]!);
  const [threshold, setThreshold] = useState("1");
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [missing, setMissing] = useState(missings[0]!);
  const create = useAction(async () => {
    // PutMetricAlarm would overwrite an alarm of this name, whichever kind it is.
    await checkIsNew(`an alarm ${name}`, async () => {
      const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
        new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
      );
      return MetricAlarms.length + CompositeAlarms.length > 0;
    });
    await client.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        AlarmDescription: description || undefined,
        Namespace: metric?.Namespace,
        MetricName: metric?.MetricName,
        Dimensions: metric?.Dimensions,
        Statistic: statistic as Statistic,
        Period: Number(period.value),
        EvaluationPeriods: 1,
        Threshold: Number(threshold),
        ComparisonOperator: comparison.value as ComparisonOperator,
        TreatMissingData: missing.value,
      }),
    );
    await navigate(alarms.href);
    notify.success(`Successfully created alarm ${name}.`);
  });
  return (
    <Page title="Create alarm" breadcrumbs={[alarms]}>
      <EditForm action={create} submit="Create alarm" cancelTo={alarms.href} failed="The alarm could not be created">
        <Container header={<Header variant="h2">Metric</Header>}>
          <SpaceBetween size="l">
            <MetricField metric={metric} onChange={setMetric} />
            <FormField label="Statistic">
              <Select
                ariaLabel="Statistic"
                options={["Average", "Sum", "Minimum", "Maximum", "SampleCount"].map((value) => ({
                  value,
                  label: value,
                }))}
                selectedOption={{ value: statistic, label: statistic }}
                onChange={({ detail }) => setStatistic(detail.selectedOption.value ?? statistic)}
              />
            </FormField>
            <FormField label="Period">
              <Select
                ariaLabel="Period"
                options={periods}
                selectedOption={period}
                onChange={({ detail }) => setPeriod(detail.selectedOption as (typeof periods)[number])}
              />
            </FormField>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Conditions</Header>}>
          <SpaceBetween size="l">
            <FormField label="Whenever the statistic is" description="Static: a value as the threshold.">
              <Select
                ariaLabel="Whenever the statistic is"
                options={comparisons}
                selectedOption={comparison}
                onChange={({ detail }) => setComparison(detail.selectedOption as (typeof comparisons)[number])}
              />
            </FormField>
            <Field
              label="than"
              description="Define the threshold value."
              problem={threshold !== "" && Number.isFinite(Number(threshold)) ? undefined : "Enter a number."}
            >
              <Input
                type="number"
                inputMode="decimal"
                value={threshold}
                onChange={({ detail }) => setThreshold(detail.value)}
              />
            </Field>
            <FormField label="Missing data treatment">
              <Select
                ariaLabel="Missing data treatment"
                options={missings}
                selectedOption={missing}
                onChange={({ detail }) => setMissing(detail.selectedOption as (typeof missings)[number])}
              />
            </FormField>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Name and description</Header>}>
          <SpaceBetween size="l">
            <Field label="Alarm name" problem={checkAlarmName(name)}>
              <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <FormField label="Alarm description - optional">
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </FormField>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}

function checkAlarmName(name: string): string | undefined {
  if (name === "") return "Enter a name for the alarm.";
  return name.length <= 255 ? undefined : "An alarm's name has up to 255 characters.";
}

function MetricField({ metric, onChange }: { metric: Metric | undefined; onChange: (metric: Metric) => void }) {
  const client = useClient(CloudWatchClient);
  const metrics = useLive(
    "cloudwatch/metric-choices",
    async () => (await client.send(new ListMetricsCommand({}))).Metrics ?? [],
    {
      everyMs: 10_000,
    },
  );
  const options = (metrics.data ?? []).map((one) => ({
    value: labelOf(one),
    label: `${one.Namespace} ${one.MetricName}`,
    description: one.Dimensions?.map(({ Name, Value }) => `${Name}: ${Value}`).join(", "),
  }));
  return (
    <Field
      label="Metric"
      description="A metric appears with the first use of what it measures."
      problem={metric === undefined ? "Choose a metric." : undefined}
    >
      <Select
        ariaLabel="Metric"
        placeholder="Select metric"
        filteringType="auto"
        options={options}
        selectedOption={options.find(({ value }) => metric && value === labelOf(metric)) ?? null}
        statusType={metrics.isLoading ? "loading" : metrics.error ? "error" : "finished"}
        errorText="The metrics could not be read."
        empty="No metrics yet."
        onChange={({ detail }) => {
          const chosen = metrics.data?.find((one) => labelOf(one) === detail.selectedOption.value);
          if (chosen) onChange(chosen);
        }}
      />
    </Field>
  );
}

function labelOf({ Namespace, MetricName, Dimensions = [] }: Metric): string {
  return `${Namespace} ${MetricName} ${Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join()}`;
}

const periods = [
  { value: "60", label: "1 minute" },
  { value: "300", label: "5 minutes" },
  { value: "900", label: "15 minutes" },
  { value: "3600", label: "1 hour" },
];

const comparisons = [
  { value: "GreaterThanThreshold", label: "Greater (> threshold)" },
  { value: "GreaterThanOrEqualToThreshold", label: "Greater/Equal (>= threshold)" },
  { value: "LessThanOrEqualToThreshold", label: "Lower/Equal (<= threshold)" },
  { value: "LessThanThreshold", label: "Lower (< threshold)" },
];

const missings = [
  { value: "missing", label: "Treat missing data as missing" },
  { value: "notBreaching", label: "Treat missing data as good (not breaching threshold)" },
  { value: "breaching", label: "Treat missing data as bad (breaching threshold)" },
  { value: "ignore", label: "Treat missing data as ignore (maintain the alarm state)" },
];
