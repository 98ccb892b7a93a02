import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useBuses } from "./buses.ts";

interface BusSelectProps {
  readonly label?: string;
  readonly description?: string;
  readonly bus: string;
  readonly onChange: (bus: string) => void;
  readonly disabled?: boolean;
}

/** One of the account's buses, by its name. */
export function BusSelect({ label = "Event bus", description, bus, onChange, disabled }: BusSelectProps) {
  const buses = useBuses();
  const names = buses.data?.map(({ Name = "" }) => Name) ?? [bus];
  return (
    <FormField label={label} description={description}>
      <Select
        ariaLabel={label}
        disabled={disabled}
        options={names.map((value) => ({ value, label: value }))}
        selectedOption={{ value: bus, label: bus }}
        statusType={buses.isLoading ? "loading" : "finished"}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? bus)}
      />
    </FormField>
  );
}
