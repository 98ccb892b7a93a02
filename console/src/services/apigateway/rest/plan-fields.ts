import type { QuotaPeriodType } from "@aws-sdk/client-api-gateway";
import { numberBetween, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";

export const planFields: readonly FieldDescription[] = [
  { name: "name", label: "Name", required: "Enter a name for the usage plan." },
  { name: "description", label: "Description" },
  { name: "rate", label: "Rate: requests per second", problem: numberBetween(1, 1_000_000) },
  { name: "burst", label: "Burst: requests at once", problem: numberBetween(1, 1_000_000) },
  { name: "quota", label: "Quota: requests", problem: numberBetween(1, 2_000_000_000) },
  {
    name: "period",
    label: "Per",
    kind: "select",
    options: [
      { value: "DAY", label: "Day" },
      { value: "WEEK", label: "Week" },
      { value: "MONTH", label: "Month" },
    ],
    shown: ({ quota }) => Boolean(quota),
  },
];

export function limitsOf({ rate, burst, quota, period }: Values) {
  return {
    rate: rate ? Number(rate) : undefined,
    burst: burst ? Number(burst) : undefined,
    quota: quota ? Number(quota) : undefined,
    period: period as QuotaPeriodType,
  };
}
