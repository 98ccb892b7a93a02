import type { Metric } from "@aws-sdk/client-cloudwatch";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { parseSpan } from "../../../chart/time-span.ts";
import { Field } from "../../../form/field.tsx";
import { fromQueries, periods, statistics, usualStatistic } from "../metrics/metric-line.ts";
import { ActionsSection } from "./actions-section.tsx";
import {
  type AlarmForm,
  datapointsProblem,
  numberProblem,
  periodsProblem,
  previewOf,
  queriesProblem,
} from "./alarm-form.ts";
import { conditionInWords, metricInWords } from "./alarm-words.ts";
import { NameSection } from "./name-section.tsx";

const MetricDialog = lazy(async () => ({ default: (await import("../metrics/metric-dialog.tsx")).MetricDialog }));
const MetricGraph = lazy(() => import("../metrics/metric-graph.tsx"));
const TextEditor = lazy(async () => ({ default: (await import("../../../form/code-editor.tsx")).TextEditor }));

interface AlarmFieldsProps {
  readonly form: AlarmForm;
  readonly onChange: (form: AlarmForm) => void;
  /** An alarm that is there keeps its name. */
  readonly isNew: boolean;
}

/** All that a metric alarm is made of; the sentence in the middle says what the settings mean together. */
export function AlarmFields({ form, onChange, isNew }: AlarmFieldsProps) {
  const set = (change: Partial<AlarmForm>) => onChange({ ...form, ...change });
  const preview = previewOf(form);
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Metric</Header>}>
        <SpaceBetween size="l">
          <RadioGroup
            ariaLabel="What the alarm watches"
            value={form.source}
            items={[
              { value: "metric", label: "A metric" },
              { value: "math", label: "An expression of several metrics" },
            ]}
            onChange={({ detail }) => set({ source: detail.value as AlarmForm["source"] })}
          />
          {form.source === "metric" ? (
            <MetricFields form={form} set={set} />
          ) : (
            <Field
              label="Metrics"
              description="MetricDataQueries as the API takes them; one of them returns data."
              stretch
              problem={queriesProblem(form.queries)}
            >
              <Suspense fallback={null}>
                <TextEditor
                  value={form.queries}
                  language="json"
                  ariaLabel="Metrics"
                  heightPixels={260}
                  onChange={(queries) => set({ queries })}
                />
              </Suspense>
            </Field>
          )}
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Conditions</Header>}>
        <SpaceBetween size="l">
          <ColumnLayout columns={2}>
            <FormField label="Whenever it is" stretch>
              <Select
                ariaLabel="Whenever it is"
                options={comparisons}
                selectedOption={comparisons.find(({ value }) => value === form.comparison) ?? null}
                onChange={({ detail }) => set({ comparison: detail.selectedOption.value })}
              />
            </FormField>
            <Field label="than" problem={numberProblem(form.threshold)} stretch>
              <Input
                type="number"
                inputMode="decimal"
                value={form.threshold}
                onChange={({ detail }) => set({ threshold: detail.value })}
              />
            </Field>
            <Field label="Datapoints to alarm" problem={datapointsProblem(form)} stretch>
              <Input
                type="number"
                inputMode="numeric"
                value={form.datapoints}
                onChange={({ detail }) => set({ datapoints: detail.value })}
              />
            </Field>
            <Field label="Evaluation periods" problem={periodsProblem(form)} stretch>
              <Input
                type="number"
                inputMode="numeric"
                value={form.evaluationPeriods}
                onChange={({ detail }) =>
                  set({
                    evaluationPeriods: detail.value,
                    // As long as nobody has said otherwise, all of them count.
                    ...(form.datapoints === form.evaluationPeriods && { datapoints: detail.value }),
                  })
                }
              />
            </Field>
          </ColumnLayout>
          <FormField label="Missing data treatment">
            <Select
              ariaLabel="Missing data treatment"
              options={missings}
              selectedOption={missings.find(({ value }) => value === form.missing) ?? null}
              onChange={({ detail }) => set({ missing: detail.selectedOption.value })}
            />
          </FormField>
          {preview && (
            <SpaceBetween size="s">
              <Box data-testid="in-words">{conditionInWords(preview)}</Box>
              <Suspense fallback={null}>
                <MetricGraph
                  title="Preview"
                  heightPixels={180}
                  span={parseSpan("3h")!}
                  periodS={Number(form.period)}
                  lines={
                    form.source === "metric"
                      ? [{ id: "m1", metric: form.metric, stat: form.stat }]
                      : fromQueries(preview.Metrics ?? [])
                  }
                  thresholds={[{ label: "Threshold", y: Number(form.threshold) }]}
                />
              </Suspense>
            </SpaceBetween>
          )}
        </SpaceBetween>
      </Container>
      <ActionsSection
        actions={form.actions}
        onChange={(actions) => set({ actions })}
        isEnabled={form.actionsEnabled}
        onEnable={(actionsEnabled) => set({ actionsEnabled })}
      />
      <NameSection name={form.name} description={form.description} onChange={set} isNew={isNew} />
    </SpaceBetween>
  );
}

interface MetricFieldsProps {
  readonly form: AlarmForm;
  readonly set: (change: Partial<AlarmForm>) => void;
}

function MetricFields({ form, set }: MetricFieldsProps) {
  const [isChoosing, setChoosing] = useState(false);
  const stats = (statistics.includes(form.stat) ? statistics : [...statistics, form.stat]).map((value) => ({ value }));
  const offered = periods.some(({ value }) => value === form.period)
    ? periods
    : [...periods, { value: form.period, label: `${form.period} seconds` }];
  const choose = (metric: Metric | undefined) =>
    metric && set({ metric, stat: form.metric ? form.stat : usualStatistic(metric) });
  return (
    <SpaceBetween size="l">
      <Field
        label="Metric"
        description="A metric appears with the first use of what it measures."
        problem={form.metric === undefined ? "Choose a metric." : undefined}
      >
        <SpaceBetween size="xs" direction="horizontal" alignItems="center">
          {form.metric && <span className="squall-anywhere">{metricInWords(form.metric)}</span>}
          <Button formAction="none" onClick={() => setChoosing(true)}>
            {form.metric ? "Change metric" : "Select metric"}
          </Button>
        </SpaceBetween>
      </Field>
      <ColumnLayout columns={2}>
        <FormField label="Statistic" stretch>
          <Select
            ariaLabel="Statistic"
            options={stats}
            selectedOption={{ value: form.stat }}
            onChange={({ detail }) => set({ stat: detail.selectedOption.value })}
          />
        </FormField>
        <FormField label="Period" stretch>
          <Select
            ariaLabel="Period"
            options={[...offered]}
            selectedOption={offered.find(({ value }) => value === form.period) ?? null}
            onChange={({ detail }) => set({ period: detail.selectedOption.value })}
          />
        </FormField>
      </ColumnLayout>
      {isChoosing && (
        <Suspense fallback={null}>
          <MetricDialog select="single" onChoose={([metric]) => choose(metric)} onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </SpaceBetween>
  );
}

const comparisons = [
  { value: "GreaterThanThreshold", label: "Greater (> threshold)" },
  { value: "GreaterThanOrEqualToThreshold", label: "Greater/Equal (>= threshold)" },
  { value: "LessThanOrEqualToThreshold", label: "Lower/Equal (<= threshold)" },
  { value: "LessThanThreshold", label: "Lower (< threshold)" },
];

const missings = [
  { value: "missing", label: "Treat missing data as missing" },
  { value: "notBreaching", label: "Treat missing data as good (not breaching threshold)" },
  { value: "ignore", label: "Treat missing data as ignore (maintain the alarm state)" },
  { value: "breaching", label: "Treat missing data as bad (breaching threshold)" },
];
