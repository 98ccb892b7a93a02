import type { GetScheduleCommandOutput, ScheduleState, Target } from "@aws-sdk/client-scheduler";
import type { RoleArn } from "../../../permission/role-field.tsx";

/** What a schedule can call, in the order of AWS's console, with what it calls and what its role must be allowed. */
export const scheduleTargets = [
  {
    value: "lambda",
    label: "AWS Lambda: Invoke",
    action: "lambda:InvokeFunction",
    service: "lambda",
    noun: "a function",
  },
  { value: "sqs", label: "Amazon SQS: SendMessage", action: "sqs:SendMessage", service: "sqs", noun: "a queue" },
  { value: "sns", label: "Amazon SNS: Publish", action: "sns:Publish", service: "sns", noun: "a topic" },
  {
    value: "events",
    label: "Amazon EventBridge: PutEvents",
    action: "events:PutEvents",
    service: "events",
    noun: "an event bus",
  },
  { value: "api", label: "All APIs", action: "", service: "scheduler", noun: "an API" },
] as const;

export type ScheduleTarget = (typeof scheduleTargets)[number]["value"];

/** What the form of a schedule has, new or edited. */
export interface ScheduleForm {
  readonly name: string;
  readonly description: string;
  readonly group: string;
  readonly expression: string;
  readonly zone: string;
  /** Minutes; empty: off. */
  readonly window: string;
  /** UTC, `2026-12-24T18:00:00`; empty: none. */
  readonly start: string;
  readonly end: string;
  readonly isEnabled: boolean;
  readonly deletesItself: boolean;
  readonly target: ScheduleTarget;
  readonly arn: string;
  readonly input: string;
  readonly groupId: string;
  readonly source: string;
  readonly detailType: string;
  readonly role: RoleArn;
  readonly ageHours: string;
  readonly retries: string;
  readonly deadLetterQueue: string;
}

export const initialSchedule: ScheduleForm = {
  name: "",
  description: "",
  group: "default",
  expression: "",
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
  window: "",
  start: "",
  end: "",
  isEnabled: true,
  deletesItself: false,
  target: "lambda",
  arn: "",
  input: "",
  groupId: "",
  source: "",
  detailType: "",
  role: undefined,
  ageHours: "24",
  retries: "185",
  deadLetterQueue: "",
};

export function toScheduleForm(schedule: GetScheduleCommandOutput): ScheduleForm {
  const { Target: target, FlexibleTimeWindow, StartDate, EndDate } = schedule;
  const { Arn = "", RetryPolicy, DeadLetterConfig, EventBridgeParameters } = target ?? {};
  return {
    ...initialSchedule,
    name: schedule.Name ?? "",
    description: schedule.Description ?? "",
    group: schedule.GroupName ?? "default",
    expression: schedule.ScheduleExpression ?? "",
    zone: schedule.ScheduleExpressionTimezone ?? "UTC",
    window: String(FlexibleTimeWindow?.MaximumWindowInMinutes ?? ""),
    start: StartDate?.toISOString().slice(0, 19) ?? "",
    end: EndDate?.toISOString().slice(0, 19) ?? "",
    isEnabled: schedule.State !== "DISABLED",
    deletesItself: schedule.ActionAfterCompletion === "DELETE",
    target: kindOf(Arn),
    arn: Arn,
    input: target?.Input ?? "",
    groupId: target?.SqsParameters?.MessageGroupId ?? "",
    source: EventBridgeParameters?.Source ?? "",
    detailType: EventBridgeParameters?.DetailType ?? "",
    role: target?.RoleArn ?? "",
    ageHours: String((RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400) / 3_600),
    retries: String(RetryPolicy?.MaximumRetryAttempts ?? 185),
    deadLetterQueue: DeadLetterConfig?.Arn ?? "",
  };
}

export function kindOf(arn: string): ScheduleTarget {
  if (arn.includes(":aws-sdk:")) return "api";
  return scheduleTargets.find(({ service }) => service === arn.split(":")[2])?.value ?? "lambda";
}

/** What CreateSchedule and UpdateSchedule take; of an edited one all that it had goes along, since what is not said is reset. */
export function toSchedule(form: ScheduleForm, roleArn: string, before: Target | undefined) {
  return {
    Name: form.name,
    GroupName: form.group,
    Description: form.description || undefined,
    ScheduleExpression: form.expression,
    ScheduleExpressionTimezone: form.zone,
    FlexibleTimeWindow: form.window
      ? { Mode: "FLEXIBLE" as const, MaximumWindowInMinutes: Number(form.window) }
      : { Mode: "OFF" as const },
    StartDate: form.start ? new Date(`${form.start}Z`) : undefined,
    EndDate: form.end ? new Date(`${form.end}Z`) : undefined,
    State: (form.isEnabled ? "ENABLED" : "DISABLED") as ScheduleState,
    ActionAfterCompletion: form.deletesItself ? ("DELETE" as const) : ("NONE" as const),
    Target: {
      ...before,
      Arn: form.arn,
      RoleArn: roleArn,
      Input: form.input || undefined,
      SqsParameters: form.target === "sqs" && form.groupId ? { MessageGroupId: form.groupId } : undefined,
      EventBridgeParameters:
        form.target === "events" ? { Source: form.source, DetailType: form.detailType } : undefined,
      RetryPolicy: {
        MaximumEventAgeInSeconds: Number(form.ageHours) * 3_600,
        MaximumRetryAttempts: Number(form.retries),
      },
      DeadLetterConfig: form.deadLetterQueue ? { Arn: form.deadLetterQueue } : undefined,
    },
  };
}
