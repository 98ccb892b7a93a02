import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { recordOf } from "../../../described/described-fields.tsx";
import { numberBetween, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { logGroupField } from "../log-group-field.ts";
import { entriesAt, type Settings } from "./patches.ts";

export const settingsFields: readonly FieldDescription[] = [
  { name: "description", label: "Stage description" },
  { name: "rate", label: "Rate: requests per second", problem: numberBetween(0, 1_000_000) },
  { name: "burst", label: "Burst: requests at once", problem: numberBetween(0, 1_000_000) },
  {
    name: "variables",
    label: "Stage variables",
    kind: "pairs",
    add: "Add stage variable",
    empty: "No stage variables.",
  },
  { name: "metrics", label: "Metrics", kind: "check", text: "Detailed metrics" },
];

export const defaultFormat =
  '{ "requestId":"$context.requestId", "ip":"$context.identity.sourceIp", "requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod", "resourcePath":"$context.resourcePath", "status":"$context.status", "responseLength":"$context.responseLength" }';

export const logFields: readonly FieldDescription[] = [
  logGroupField,
  {
    name: "format",
    label: "Log format",
    kind: "area",
    rows: 5,
    required: "Enter a format.",
    problem: (format) => (format.includes("$context.requestId") ? undefined : "It needs $context.requestId."),
    shown: ({ group }) => group !== "",
  },
  {
    name: "level",
    label: "Execution logs",
    kind: "select",
    options: [
      { value: "OFF", label: "Off" },
      { value: "ERROR", label: "Errors only" },
      { value: "INFO", label: "Errors and info" },
    ],
  },
  {
    name: "trace",
    label: "Data tracing",
    kind: "check",
    text: "Data tracing: the bodies, too",
    shown: ({ level }) => level !== "OFF",
  },
  { name: "tracing", label: "X-Ray tracing", kind: "check", text: "Active tracing: requests are told to X-Ray" },
];

export const canaryFields: readonly FieldDescription[] = [
  {
    name: "percent",
    label: "Request distribution to canary in percent",
    required: "Enter a percentage.",
    problem: numberBetween(0, 100),
  },
  {
    name: "variables",
    label: "Stage variables of the canary",
    kind: "pairs",
    add: "Add stage variable",
    empty: "The stage's own.",
  },
];

/** What the dialog's values are of the stage's settings, by their paths. */
export function settingsOf({ description, rate, burst, variables, metrics }: Values, before: Settings): Settings {
  return {
    "/description": description,
    "/*/*/throttling/rateLimit": rate || before["/*/*/throttling/rateLimit"],
    "/*/*/throttling/burstLimit": burst || before["/*/*/throttling/burstLimit"],
    "/*/*/metrics/enabled": metrics === "true" ? "true" : before["/*/*/metrics/enabled"] && "false",
    ...entriesAt("/variables", recordOf(variables)),
  };
}

/** UpdateStage knows no other word for it. */
export function asReplacement(patch: PatchOperation): PatchOperation {
  return patch.op === "add" ? { ...patch, op: "replace" } : patch;
}
