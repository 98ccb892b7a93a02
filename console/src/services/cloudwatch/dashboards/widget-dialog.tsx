import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { addMetrics } from "../metrics/add-lines.ts";
import { views, viewTexts } from "../metrics/graph-address.ts";
import { GraphedLines } from "../metrics/graphed-lines.tsx";
import { MetricDialog } from "../metrics/metric-dialog.tsx";
import { type MetricLine, periods } from "../metrics/metric-line.ts";
import { fromLines, gridColumns, toLines, usualSize, type Widget, type WidgetProperties } from "./dashboard-body.ts";
import { AlarmsField, LogQueryFields } from "./widget-fields.tsx";

interface WidgetDialogProps {
  readonly widget: Widget;
  readonly isNew: boolean;
  readonly onSave: (widget: Widget) => void;
  readonly onClose: () => void;
}

/** What a widget shows, where it stands and how large it is. */
export function WidgetDialog({ widget, isNew, onSave, onClose }: WidgetDialogProps) {
  const [properties, setProperties] = useState(widget.properties);
  const [lines, setLines] = useState<readonly MetricLine[]>(() => toLines(widget.properties));
  const { x = 0, y = 0, width = usualSize.width, height = usualSize.height } = widget;
  const [place, setPlace] = useState({ x: `${x}`, y: `${y}`, width: `${width}`, height: `${height}` });
  const [isChoosing, setChoosing] = useState(false);
  const set = (change: Partial<WidgetProperties>) => setProperties({ ...properties, ...change });
  const save = useAction(async () => {
    const numbers = Object.fromEntries(Object.entries(place).map(([name, text]) => [name, Number(text)]));
    const shown =
      widget.type === "metric" && lines.length > 0 ? { ...properties, metrics: fromLines(lines) } : properties;
    onSave({ ...widget, ...numbers, properties: { ...shown, title: shown.title || undefined } as WidgetProperties });
  });
  return (
    <EditDialog
      title={isNew ? "Add widget" : "Edit widget"}
      submit={isNew ? "Add widget" : "Update widget"}
      size="max"
      action={save}
      failed="The widget could not be changed"
      onClose={onClose}
    >
      {widget.type !== "text" && (
        <FormField label="Title - optional">
          <Input value={properties.title ?? ""} onChange={({ detail }) => set({ title: detail.value })} />
        </FormField>
      )}
      {widget.type === "text" && (
        <Field
          label="Markdown"
          description="# heading, - list, **bold**, `code`, [link](https://…)"
          stretch
          problem={properties.markdown?.trim() ? undefined : "Enter a text."}
        >
          <Textarea
            rows={8}
            value={properties.markdown ?? ""}
            onChange={({ detail }) => set({ markdown: detail.value })}
          />
        </Field>
      )}
      {widget.type === "metric" && (
        <SpaceBetween size="m">
          <ColumnLayout columns={2}>
            <OneOf
              label="Kind of graph"
              options={views.map((value) => ({ value, label: viewTexts[value] }))}
              value={properties.view ?? "timeSeries"}
              onChange={(view) => set({ view })}
            />
            <OneOf
              label="Period of the graph"
              options={[{ value: "", label: "Automatic" }, ...periods]}
              value={String(properties.period ?? "")}
              onChange={(period) => set({ period: Number(period) || undefined })}
            />
          </ColumnLayout>
          <Field stretch problem={lines.length === 0 ? "Add a metric or a math expression." : undefined}>
            <GraphedLines lines={lines} onChange={setLines} />
          </Field>
          <Button formAction="none" onClick={() => setChoosing(true)}>
            Add metrics
          </Button>
        </SpaceBetween>
      )}
      {widget.type === "alarm" && <AlarmsField arns={properties.alarms ?? []} onChange={(alarms) => set({ alarms })} />}
      {widget.type === "log" && <LogQueryFields properties={properties} onChange={set} />}
      <ColumnLayout columns={4}>
        {(["x", "y", "width", "height"] as const).map((name) => (
          <Field key={name} label={placeTexts[name]} problem={placeProblem(name, place)} stretch>
            <Input
              type="number"
              inputMode="numeric"
              value={place[name]}
              onChange={({ detail }) => setPlace({ ...place, [name]: detail.value })}
            />
          </Field>
        ))}
      </ColumnLayout>
      {isChoosing && (
        <MetricDialog
          select="multi"
          onChoose={(metrics) => setLines(addMetrics(lines, metrics))}
          onClose={() => setChoosing(false)}
        />
      )}
    </EditDialog>
  );
}

interface OneOfProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function OneOf({ label, options, value, onChange }: OneOfProps) {
  return (
    <FormField label={label} stretch>
      <Select
        ariaLabel={label}
        options={[...options]}
        selectedOption={options.find((option) => option.value === value) ?? { value, label: value }}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </FormField>
  );
}

const placeTexts = { x: "Column", y: "Row", width: "Width", height: "Height" } as const;

function placeProblem(name: keyof typeof placeTexts, place: Readonly<Record<string, string>>): string | undefined {
  const value = Number(place[name]);
  const [least, most] = {
    x: [0, gridColumns - 1],
    y: [0, 10_000],
    width: [1, gridColumns - Number(place.x)],
    height: [1, 100],
  }[name] as [number, number];
  return Number.isInteger(value) && value >= least && value <= most
    ? undefined
    : `Enter a whole number from ${least} to ${most}.`;
}
