import type { AttributeDefinition, KeySchemaElement, ScalarAttributeType } from "@aws-sdk/client-dynamodb";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "../../../form/field.tsx";
import { typeNames } from "./table.ts";

export interface KeyForm {
  readonly hash: string;
  readonly hashType: ScalarAttributeType;
  readonly range: string;
  readonly rangeType: ScalarAttributeType;
}

export const emptyKey: KeyForm = { hash: "", hashType: "S", range: "", rangeType: "S" };

interface KeyFieldsProps {
  readonly form: KeyForm;
  readonly onChange: (part: Partial<KeyForm>) => void;
  /** A local index has the table's own. */
  readonly isHashFixed?: boolean;
  readonly needsRange?: boolean;
}

/** The partition key and the sort key, with their types. */
export function KeyFields({ form, onChange, isHashFixed = false, needsRange = false }: KeyFieldsProps) {
  return (
    <SpaceBetween size="l">
      {!isHashFixed && (
        <KeyField
          label="Partition key"
          description="Part of the primary key: a hash value that items are found by and spread over partitions by."
          name={form.hash}
          type={form.hashType}
          problem={form.hash === "" ? "Enter the name of the partition key." : undefined}
          onChange={(hash, hashType) => onChange({ hash, hashType })}
        />
      )}
      <KeyField
        label={needsRange ? "Sort key" : "Sort key - optional"}
        description="The second part of the key: items of one partition key are in its order."
        name={form.range}
        type={form.rangeType}
        problem={needsRange && form.range === "" ? "Enter the name of the sort key." : undefined}
        onChange={(range, rangeType) => onChange({ range, rangeType })}
      />
    </SpaceBetween>
  );
}

interface KeyFieldProps {
  readonly label: string;
  readonly description: string;
  readonly name: string;
  readonly type: ScalarAttributeType;
  readonly problem: string | undefined;
  readonly onChange: (name: string, type: ScalarAttributeType) => void;
}

function KeyField({ label, description, name, type, problem, onChange }: KeyFieldProps) {
  const options = keyTypes.map((value) => ({ value, label: typeNames[value] }));
  return (
    <Field
      label={label}
      description={description}
      problem={problem}
      constraintText="1 to 255 characters, case sensitive."
    >
      <div className="squall-actions">
        <Input
          value={name}
          ariaLabel={label}
          spellcheck={false}
          onChange={({ detail }) => onChange(detail.value, type)}
        />
        <Select
          ariaLabel={`Type of the ${label.toLowerCase()}`}
          selectedOption={options.find(({ value }) => value === type) ?? null}
          options={options}
          onChange={({ detail }) => onChange(name, detail.selectedOption.value as ScalarAttributeType)}
        />
      </div>
    </Field>
  );
}

const keyTypes: readonly ScalarAttributeType[] = ["S", "N", "B"];

export function toSchema({ hash, range }: KeyForm): KeySchemaElement[] {
  return [
    { AttributeName: hash, KeyType: "HASH" },
    ...(range === "" ? [] : [{ AttributeName: range, KeyType: "RANGE" as const }]),
  ];
}

/** Each attribute once, the first type that it was given. */
export function toDefinitions(keys: readonly KeyForm[]): AttributeDefinition[] {
  const types = new Map<string, ScalarAttributeType>();
  for (const { hash, hashType, range, rangeType } of keys) {
    if (hash !== "" && !types.has(hash)) types.set(hash, hashType);
    if (range !== "" && !types.has(range)) types.set(range, rangeType);
  }
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}
