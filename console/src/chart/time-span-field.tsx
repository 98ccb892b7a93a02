import DateRangePicker, { type DateRangePickerProps } from "@cloudscape-design/components/date-range-picker";
import { useTimeZone } from "../text/time-zone.ts";
import { parseSpan, type SpanUnit, spanText, type TimeSpan } from "./time-span.ts";

interface TimeSpanFieldProps {
  readonly span: TimeSpan | undefined;
  /** As texts: "1h", "3d". */
  readonly offered: readonly string[];
  readonly onChange: (span: TimeSpan | undefined) => void;
  /** What stands there without one: "All time". Only then it can be cleared. */
  readonly without?: string;
}

/** "1h", "3h" …, or a range of one's own, in the time zone that the user has chosen. */
export function TimeSpanField({ span, offered, onChange, without }: TimeSpanFieldProps) {
  const { isUtc, offsetMinutes } = useTimeZone();
  const relativeOptions = offered.flatMap((text) => {
    const one = parseSpan(text);
    return one?.kind === "until-now"
      ? [{ key: text, amount: one.amount, unit: one.unit, type: "relative" as const }]
      : [];
  });
  return (
    <DateRangePicker
      value={span ? toValue(span) : null}
      placeholder={without ?? "Choose a time range"}
      showClearButton={without !== undefined}
      relativeOptions={relativeOptions}
      getTimeOffset={isUtc ? () => 0 : offsetMinutes}
      isValidRange={checkRange}
      expandToViewport
      i18nStrings={{
        ariaLabel: "Time range",
        formatRelativeRange: ({ amount, unit }) => `Last ${amount === 1 ? unit : `${amount} ${unit}s`}`,
        relativeRangeSelectionHeading: "Choose a range",
      }}
      onChange={({ detail }) => onChange(detail.value ? fromValue(detail.value) : undefined)}
    />
  );
}

function toValue(span: TimeSpan): DateRangePickerProps.Value {
  return span.kind === "between"
    ? { type: "absolute", startDate: span.start, endDate: span.end }
    : { type: "relative", key: spanText(span), amount: span.amount, unit: span.unit };
}

function fromValue(value: DateRangePickerProps.Value): TimeSpan {
  return value.type === "absolute"
    ? { kind: "between", start: value.startDate, end: value.endDate }
    : { kind: "until-now", amount: value.amount, unit: value.unit as SpanUnit };
}

function checkRange(value: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  if (value?.type === "relative" && !(Number.isInteger(value.amount) && value.amount > 0))
    return { valid: false, errorMessage: "Enter a whole number of one or more." };
  if (value?.type === "absolute" && !(Date.parse(value.startDate) < Date.parse(value.endDate)))
    return { valid: false, errorMessage: "The range ends before it begins: choose a start and a later end." };
  return { valid: true };
}
