import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "../../../form/field.tsx";
import { type Duration, inWords, toSeconds, type Unit, units } from "./durations.ts";

interface DurationFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly duration: Duration;
  readonly onChange: (duration: Duration) => void;
  readonly leastSeconds: number;
  readonly mostSeconds: number;
}

/** A number with its unit; says between what it may be. */
export function DurationField(props: DurationFieldProps) {
  const { label, description, duration, onChange, leastSeconds, mostSeconds } = props;
  const seconds = toSeconds(duration);
  const range = `Should be between ${inWords(leastSeconds)} and ${inWords(mostSeconds)}.`;
  const options = (Object.keys(units) as Unit[])
    .filter((unit) => units[unit] <= mostSeconds)
    .map((value) => ({ value, label: value }));
  return (
    <Field
      label={label}
      description={description}
      constraintText={range}
      problem={seconds >= leastSeconds && seconds <= mostSeconds ? undefined : range}
    >
      <SpaceBetween direction="horizontal" size="xs">
        <Input
          type="number"
          inputMode="numeric"
          ariaLabel={label}
          value={duration.value}
          onChange={({ detail }) => onChange({ ...duration, value: detail.value })}
        />
        <Select
          ariaLabel={`Unit of ${label.toLowerCase()}`}
          options={options}
          selectedOption={{ value: duration.unit, label: duration.unit }}
          onChange={({ detail }) => onChange({ ...duration, unit: detail.selectedOption.value as Unit })}
        />
      </SpaceBetween>
    </Field>
  );
}
