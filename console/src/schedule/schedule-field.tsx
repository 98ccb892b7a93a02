import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import {
  parseScheduleExpression,
  type ScheduleDialect,
} from "../../../src/services/schedule-expression/schedule-expression.ts";
import { Field } from "../form/field.tsx";
import { SchedulePreview } from "./schedule-preview.tsx";

interface ScheduleFieldProps {
  readonly label?: string;
  readonly expression: string;
  readonly onChange: (expression: string) => void;
  readonly dialect: ScheduleDialect;
  readonly zone?: string;
  readonly placeholder?: string;
}

/** `rate(…)` or `cron(…)` as it is typed, in words, with the next ten times. */
export function ScheduleField(props: ScheduleFieldProps) {
  const { label = "Schedule expression", expression, onChange, dialect, zone, placeholder = "rate(1 day)" } = props;
  return (
    <SpaceBetween size="s">
      <Field
        label={label}
        description={
          dialect === "rule"
            ? "Self-trigger your target on an automated schedule using Cron or rate expressions. Cron expressions are in UTC."
            : "A rate, a cron expression, or a single time: rate(5 minutes), cron(0 9 * * ? *), at(2026-12-24T18:00:00)."
        }
        constraintText="e.g. rate(1 day), cron(0 17 ? * MON-FRI *)"
        problem={checkSchedule(expression, dialect)}
      >
        <Input
          value={expression}
          placeholder={placeholder}
          spellcheck={false}
          onChange={({ detail }) => onChange(detail.value)}
        />
      </Field>
      <SchedulePreview expression={expression} dialect={dialect} zone={zone} />
    </SpaceBetween>
  );
}

export function checkSchedule(expression: string, dialect: ScheduleDialect): string | undefined {
  if (expression.trim() === "") return "Enter a schedule expression.";
  return parseScheduleExpression(expression, dialect)
    ? undefined
    : "This is no schedule expression: rate(1 minute), rate(5 minutes), cron(0 12 * * ? *) are some.";
}
