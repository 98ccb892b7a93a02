import Checkbox from "@cloudscape-design/components/checkbox";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { lazy, type ReactNode, Suspense } from "react";
import { ChoiceField } from "../choices/choice-field.tsx";
import { Field } from "../form/field.tsx";
import { type Pair, PairsEditor } from "../form/pairs-editor.tsx";
import { linesOf, problemOf, type Values } from "./field-checks.ts";
import type { FieldDescription } from "./field-description.ts";

const TextEditor = lazy(async () => ({ default: (await import("../form/code-editor.tsx")).TextEditor }));

interface DescribedFieldsProps {
  readonly fields: readonly FieldDescription[];
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}

/** A form's fields, from their descriptions. */
export function DescribedFields({ fields, values, onChange }: DescribedFieldsProps) {
  return (
    <SpaceBetween size="l">
      {fields
        .filter(({ shown }) => shown?.(values) ?? true)
        .map((field) => (
          <DescribedField
            key={field.name}
            field={field}
            values={values}
            onChange={(value) => onChange({ ...values, [field.name]: value })}
          />
        ))}
    </SpaceBetween>
  );
}

interface DescribedFieldProps {
  readonly field: FieldDescription;
  readonly values: Values;
  readonly onChange: (value: string) => void;
}

function DescribedField({ field, values, onChange }: DescribedFieldProps) {
  const problem = problemOf(field, values);
  const isOptional = field.required === undefined && !["check", "select", "radio"].includes(field.kind ?? "text");
  const label = isOptional ? `${field.label} - optional` : field.label;
  if (field.kind === "choice")
    return <OneOfChoices field={field} label={label} problem={problem} values={values} onChange={onChange} />;
  if (field.kind === "check") {
    return (
      <Field problem={problem}>
        <Checkbox
          checked={values[field.name] === "true"}
          description={field.description}
          onChange={({ detail }) => onChange(detail.checked ? "true" : "")}
        >
          {field.text}
        </Checkbox>
      </Field>
    );
  }
  const isWide = ["code", "pairs", "area", "file"].includes(field.kind ?? "text");
  return (
    <Field
      label={label}
      description={field.description}
      constraintText={field.constraint}
      problem={problem}
      stretch={isWide}
    >
      <Control field={field} values={values} onChange={onChange} />
    </Field>
  );
}

/** What stands in the field; checks and choices have a field of their own. */
function Control({ field, values, onChange }: DescribedFieldProps): ReactNode {
  const value = values[field.name] ?? "";
  switch (field.kind) {
    case "area":
      return (
        <Textarea
          value={value}
          rows={field.rows ?? 4}
          spellcheck={false}
          placeholder={field.placeholder}
          onChange={({ detail }) => onChange(detail.value)}
        />
      );
    case "select":
    case "radio":
      return <OneOfOptions field={field} values={values} onChange={onChange} />;
    case "code":
      return (
        <Suspense fallback={null}>
          <TextEditor
            value={value}
            language={field.language}
            ariaLabel={field.label}
            heightPixels={field.heightPixels ?? 220}
            onChange={onChange}
          />
        </Suspense>
      );
    case "pairs":
      return (
        <PairsEditor
          pairs={pairsOf(value)}
          addText={field.add}
          emptyText={field.empty}
          valueLabel={field.valueLabel}
          onChange={(pairs) => onChange(JSON.stringify(pairs))}
        />
      );
    case "several":
      return <SeveralChoices field={field} values={values} onChange={onChange} />;
    case "file":
      return (
        <input
          type="file"
          accept={field.accept}
          aria-label={field.label}
          onChange={({ target }) => {
            void target.files?.[0]?.text().then(onChange);
          }}
        />
      );
    default:
      return (
        <Input
          value={value}
          type={field.kind === "text" || field.kind === undefined ? (field.type ?? "text") : "text"}
          placeholder={field.kind === "text" || field.kind === undefined ? field.placeholder : undefined}
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => onChange(detail.value)}
        />
      );
  }
}

type Of<K extends FieldDescription["kind"]> = Extract<FieldDescription, { kind: K }>;

function OneOfOptions({ field, values, onChange }: DescribedFieldProps) {
  const { options: given, kind } = field as Of<"select" | "radio">;
  const value = values[field.name] ?? "";
  const options = typeof given === "function" ? given(values) : given;
  if (kind === "radio") {
    return (
      <RadioGroup
        value={value}
        ariaLabel={field.label}
        items={options.map((option) => ({ ...option, label: option.label ?? option.value }))}
        onChange={({ detail }) => onChange(detail.value)}
      />
    );
  }
  return (
    <Select
      options={[...options]}
      ariaLabel={field.label}
      placeholder="Choose one"
      empty="There is none yet."
      selectedOption={options.find((option) => option.value === value) ?? null}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
    />
  );
}

interface ChoicesProps extends DescribedFieldProps {
  readonly label: string;
  readonly problem: string | undefined;
}

function OneOfChoices({ field, label, problem, values, onChange }: ChoicesProps) {
  const { useChoices, placeholder, description, constraint, byName } = field as Of<"choice">;
  const found = useChoices();
  const choices = byName ? { ...found, data: found.data?.map((one) => ({ ...one, value: one.label })) } : found;
  return (
    <ChoiceField
      label={label}
      description={description}
      constraintText={constraint}
      value={values[field.name] ?? ""}
      onChange={onChange}
      choices={choices}
      placeholder={placeholder}
      problem={problem}
    />
  );
}

function SeveralChoices({ field, values, onChange }: DescribedFieldProps) {
  const { useChoices, placeholder = "Choose some" } = field as Of<"several">;
  const choices = useChoices();
  const chosen = linesOf(values[field.name]);
  const options = (choices.data ?? []).map(({ value, label, description }) => ({ value, label, description }));
  return (
    <Multiselect
      ariaLabel={field.label}
      placeholder={placeholder}
      options={options}
      filteringType="auto"
      deselectAriaLabel={({ label }) => `Remove ${label}`}
      statusType={choices.isLoading ? "loading" : choices.error !== undefined ? "error" : "finished"}
      loadingText="Loading"
      errorText="What there is could not be read."
      empty="There is none in this region yet."
      selectedOptions={chosen.map((value) => options.find((one) => one.value === value) ?? { value, label: value })}
      onChange={({ detail }) => onChange(detail.selectedOptions.map(({ value }) => value).join("\n"))}
    />
  );
}

/** What a field of pairs holds. */
export function pairsOf(value: string | undefined): readonly Pair[] {
  return value ? (JSON.parse(value) as Pair[]) : [];
}

/** For a field of pairs to begin with. */
export function pairsText(record: Readonly<Record<string, string>> | undefined): string {
  return JSON.stringify(Object.entries(record ?? {}).map(([key, value]) => ({ key, value })));
}

/** What a field of pairs holds, as an API takes it; undefined where there is none. */
export function recordOf(value: string | undefined): Record<string, string> | undefined {
  const named = pairsOf(value).filter(({ key }) => key !== "");
  return named.length === 0 ? undefined : Object.fromEntries(named.map((pair) => [pair.key, pair.value]));
}
