import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Toggle from "@cloudscape-design/components/toggle";
import { Field } from "../../../form/field.tsx";
import { idProblem, lineLabel, type MetricLine, metricId, nextId, periods, statistics } from "./metric-line.ts";

interface GraphedLinesProps {
  readonly lines: readonly MetricLine[];
  readonly onChange: (lines: readonly MetricLine[]) => void;
  /** Of a line, where it can become an alarm. */
  readonly onAlarm?: (line: MetricLine) => void;
}

/** The graph's lines: each with its name, label, statistic and period, and expressions of them. */
export function GraphedLines({ lines, onChange, onAlarm }: GraphedLinesProps) {
  const set = (index: number, change: Partial<MetricLine>) =>
    onChange(lines.map((line, at) => (at === index ? { ...line, ...change } : line)));
  const indexed = lines.map((line, index) => ({ line, index }));
  const periodOptions = [{ value: "", label: "As the graph" }, ...periods];
  return (
    <Table
      variant="embedded"
      items={indexed}
      trackBy={({ index }) => String(index)}
      ariaLabels={{ tableLabel: "Graphed metrics" }}
      wrapLines
      header={
        <Header
          variant="h3"
          counter={`(${lines.length})`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                formAction="none"
                onClick={() =>
                  onChange([
                    ...lines,
                    { id: nextId(lines, "e"), expression: lines[0] ? lines[0].id : "SUM(METRICS())" },
                  ])
                }
              >
                Add math expression
              </Button>
              <Button formAction="none" disabled={lines.length === 0} onClick={() => onChange([])}>
                Remove all
              </Button>
            </SpaceBetween>
          }
        >
          Graphed metrics
        </Header>
      }
      empty={<Box color="text-body-secondary">No metrics yet: add some, or a math expression.</Box>}
      columnDefinitions={[
        {
          id: "shown",
          header: "Shown",
          width: 90,
          minWidth: 90,
          cell: ({ line, index }) => (
            <Toggle
              ariaLabel={`Show ${line.id}`}
              checked={!line.isHidden}
              onChange={({ detail }) => set(index, { isHidden: !detail.checked || undefined })}
            />
          ),
        },
        {
          id: "id",
          header: "Id",
          width: 110,
          minWidth: 110,
          cell: ({ line, index }) => (
            <Field problem={idProblem(line.id, lines)}>
              <Input
                ariaLabel={`Id of ${lineLabel(line)}`}
                value={line.id}
                spellcheck={false}
                onChange={({ detail }) => set(index, { id: detail.value })}
              />
            </Field>
          ),
        },
        {
          id: "what",
          header: "Details",
          width: 330,
          minWidth: 330,
          cell: ({ line, index }) =>
            line.metric ? (
              <span className="squall-anywhere">{metricId(line.metric).replace(/\/$/, "")}</span>
            ) : (
              <Field problem={line.expression?.trim() ? undefined : "Enter an expression: m1 / m2 * 100."} stretch>
                <Input
                  ariaLabel={`Expression ${line.id}`}
                  value={line.expression ?? ""}
                  spellcheck={false}
                  onChange={({ detail }) => set(index, { expression: detail.value })}
                />
              </Field>
            ),
        },
        {
          id: "label",
          header: "Label",
          width: 190,
          minWidth: 190,
          cell: ({ line, index }) => (
            <Input
              ariaLabel={`Label of ${line.id}`}
              value={line.label ?? ""}
              placeholder={lineLabel(line)}
              onChange={({ detail }) => set(index, { label: detail.value || undefined })}
            />
          ),
        },
        {
          id: "stat",
          header: "Statistic",
          width: 150,
          minWidth: 150,
          cell: ({ line, index }) =>
            line.metric && (
              <Select
                ariaLabel={`Statistic of ${line.id}`}
                options={statistics.map((value) => ({ value }))}
                selectedOption={{ value: line.stat ?? "Average" }}
                expandToViewport
                onChange={({ detail }) => set(index, { stat: detail.selectedOption.value })}
              />
            ),
        },
        {
          id: "period",
          header: "Period",
          width: 150,
          minWidth: 150,
          cell: ({ line, index }) => (
            <Select
              ariaLabel={`Period of ${line.id}`}
              options={periodOptions}
              selectedOption={periodOptions.find(({ value }) => value === String(line.period ?? "")) ?? null}
              expandToViewport
              onChange={({ detail }) => set(index, { period: Number(detail.selectedOption.value) || undefined })}
            />
          ),
        },
        {
          id: "actions",
          header: "Actions",
          width: 110,
          minWidth: 110,
          cell: ({ line, index }) => (
            <SpaceBetween direction="horizontal" size="xxs">
              {onAlarm && (
                <Button
                  variant="icon"
                  formAction="none"
                  iconName="notification"
                  ariaLabel={`Create alarm of ${line.id}`}
                  onClick={() => onAlarm(line)}
                />
              )}
              <Button
                variant="icon"
                formAction="none"
                iconName="close"
                ariaLabel={`Remove ${line.id}`}
                onClick={() => onChange(lines.filter((_one, at) => at !== index))}
              />
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
