import Select from "@cloudscape-design/components/select";
import { Field } from "../../../form/field.tsx";

interface ZoneFieldProps {
  readonly zones: readonly string[];
  readonly value: string;
  readonly onChange: (zone: string) => void;
}

/** Where a volume is: only instances of the same zone can have it. */
export function ZoneField({ zones, value, onChange }: ZoneFieldProps) {
  return (
    <Field
      label="Availability Zone"
      description="Instances of the same zone can have it attached."
      problem={value === "" ? "Choose a zone." : undefined}
    >
      <Select
        selectedOption={value === "" ? null : { value, label: value }}
        options={zones.map((zone) => ({ value: zone, label: zone }))}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </Field>
  );
}
