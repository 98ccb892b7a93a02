import type { Projection } from "@aws-sdk/client-dynamodb";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "../../../form/field.tsx";
import { emptyKey, KeyFields, type KeyForm } from "./key-fields.tsx";

export interface IndexForm extends KeyForm {
  readonly name: string;
  readonly isLocal: boolean;
  readonly projection: "ALL" | "KEYS_ONLY" | "INCLUDE";
  /** With commas between. */
  readonly attributes: string;
}

export function newIndexForm(isLocal: boolean): IndexForm {
  return { ...emptyKey, name: "", isLocal, projection: "ALL", attributes: "" };
}

interface IndexFieldsProps {
  readonly form: IndexForm;
  readonly onChange: (part: Partial<IndexForm>) => void;
}

/** A secondary index: its key, its name, and which attributes it has. */
export function IndexFields({ form, onChange }: IndexFieldsProps) {
  const suggested = [form.hash, form.range, "index"].filter(Boolean).join("-");
  return (
    <SpaceBetween size="l">
      <KeyFields form={form} onChange={onChange} isHashFixed={form.isLocal} needsRange={form.isLocal} />
      <Field
        label="Index name"
        constraintText="3 to 255 characters: letters, digits, hyphens (-), underscores (_) and periods (.)."
        problem={checkName(form.name)}
      >
        <Input
          value={form.name}
          placeholder={suggested}
          spellcheck={false}
          onChange={({ detail }) => onChange({ name: detail.value })}
        />
      </Field>
      <Field label="Attribute projections" problem={undefined}>
        <RadioGroup
          ariaLabel="Attribute projections"
          value={form.projection}
          items={[
            { value: "ALL", label: "All", description: "All of the table's attributes." },
            { value: "KEYS_ONLY", label: "Only keys", description: "The keys of the index and of the table." },
            { value: "INCLUDE", label: "Include", description: "The keys, and attributes that you name." },
          ]}
          onChange={({ detail }) => onChange({ projection: detail.value as IndexForm["projection"] })}
        />
      </Field>
      {form.projection === "INCLUDE" && (
        <Field
          label="Attributes"
          constraintText="Names with commas between."
          problem={form.attributes.trim() === "" ? "Name an attribute." : undefined}
        >
          <Input value={form.attributes} onChange={({ detail }) => onChange({ attributes: detail.value })} />
        </Field>
      )}
    </SpaceBetween>
  );
}

function checkName(name: string): string | undefined {
  return /^[\w.-]{3,255}$/.test(name) ? undefined : "Enter a name for the index, of 3 characters at least.";
}

export function toProjection({ projection, attributes }: IndexForm): Projection {
  const names = attributes.split(",").map((name) => name.trim());
  return {
    ProjectionType: projection,
    ...(projection === "INCLUDE" && { NonKeyAttributes: names.filter((name) => name !== "") }),
  };
}
