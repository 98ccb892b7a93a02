import Input from "@cloudscape-design/components/input";
import { Field } from "./field.tsx";

interface TimeFieldProps {
  readonly label: string;
  /** `2026-12-24T18:00:00`, or whatever is being typed. */
  readonly time: string;
  readonly onChange: (time: string) => void;
  readonly isOptional?: boolean;
  /** What else may be wrong with a time that is one. */
  readonly problem?: string;
}

/** A date and a time in UTC. */
export function TimeField({ label, time, onChange, isOptional = false, problem }: TimeFieldProps) {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(time) && !Number.isNaN(Date.parse(`${time}Z`));
  const wrong = isTime || (isOptional && time === "") ? problem : "Enter a time: 2026-12-24T18:00:00.";
  return (
    <Field
      label={`${label} (UTC)${isOptional ? " - optional" : ""}`}
      constraintText="YYYY-MM-DDThh:mm:ss"
      problem={wrong}
    >
      <Input
        value={time}
        placeholder="YYYY-MM-DDThh:mm:ss"
        spellcheck={false}
        onChange={({ detail }) => onChange(detail.value.trim())}
      />
    </Field>
  );
}
