import type { StreamViewType } from "@aws-sdk/client-dynamodb";
import Select from "@cloudscape-design/components/select";
import { Field } from "../../../form/field.tsx";

export const streamViews: Readonly<Record<StreamViewType, string>> = {
  KEYS_ONLY: "Key attributes only",
  NEW_IMAGE: "New image",
  OLD_IMAGE: "Old image",
  NEW_AND_OLD_IMAGES: "New and old images",
};

interface StreamViewFieldProps {
  /** Undefined for no stream. */
  readonly view: StreamViewType | undefined;
  readonly onChange: (view: StreamViewType | undefined) => void;
}

/** What a table's stream tells of each change. */
export function StreamViewField({ view, onChange }: StreamViewFieldProps) {
  const options = [
    { value: "off", label: "No stream" },
    ...Object.entries(streamViews).map(([value, label]) => ({ value, label })),
  ];
  return (
    <Field
      label="DynamoDB stream"
      description="Tells functions and others of each change of an item, for a day."
      problem={undefined}
    >
      <Select
        selectedOption={options.find(({ value }) => value === (view ?? "off")) ?? null}
        options={options}
        onChange={({ detail }) => {
          const { value } = detail.selectedOption;
          onChange(value === "off" ? undefined : (value as StreamViewType));
        }}
      />
    </Field>
  );
}
