import type { Target } from "@aws-sdk/client-eventbridge";
import type { RoleArn } from "../../../permission/role-field.tsx";

/** What a rule can send to, in the order of AWS's console; `service` begins its ARN. */
export const targetKinds = [
  { value: "lambda", label: "Lambda function", service: "lambda", noun: "a function" },
  { value: "sqs", label: "SQS queue", service: "sqs", noun: "a queue" },
  { value: "sns", label: "SNS topic", service: "sns", noun: "a topic" },
  { value: "logs", label: "CloudWatch log group", service: "logs", noun: "a log group" },
  { value: "bus", label: "EventBridge event bus", service: "events", noun: "an event bus" },
  { value: "api", label: "EventBridge API destination", service: "events", noun: "an API destination" },
] as const;

export type TargetKind = (typeof targetKinds)[number]["value"];
export type InputKind = "matched" | "part" | "constant" | "transformer";

/** One target as the form has it. */
export interface TargetForm {
  readonly id: string;
  readonly kind: TargetKind;
  readonly arn: string;
  /** Of kinds that need one. */
  readonly role: RoleArn;
  readonly groupId: string;
  readonly input: InputKind;
  readonly path: string;
  readonly constant: string;
  readonly inputPaths: string;
  readonly template: string;
  readonly ageHours: string;
  readonly retries: string;
  readonly deadLetterQueue: string;
}

export function newTarget(): TargetForm {
  return {
    id: `Id${crypto.getRandomValues(new Uint32Array(2)).join("")}`,
    kind: "lambda",
    arn: "",
    role: undefined,
    groupId: "",
    input: "matched",
    path: "$.detail",
    constant: "{}",
    inputPaths: '{ "source": "$.source" }',
    template: '"An event of <source>."',
    ageHours: "24",
    retries: "185",
    deadLetterQueue: "",
  };
}

export function needsRole(kind: TargetKind): boolean {
  return kind === "bus" || kind === "api";
}

export function toTargetForm(target: Target): TargetForm {
  const { Id = "", Arn = "", InputPath, Input, InputTransformer, RetryPolicy, RoleArn } = target;
  const empty = newTarget();
  return {
    ...empty,
    id: Id,
    arn: Arn,
    kind: kindOfArn(Arn),
    role: RoleArn ?? empty.role,
    groupId: target.SqsParameters?.MessageGroupId ?? "",
    input: InputTransformer ? "transformer" : Input !== undefined ? "constant" : InputPath ? "part" : "matched",
    path: InputPath ?? empty.path,
    constant: Input ?? empty.constant,
    inputPaths: InputTransformer
      ? JSON.stringify(InputTransformer.InputPathsMap ?? {}, undefined, 2)
      : empty.inputPaths,
    template: InputTransformer?.InputTemplate ?? empty.template,
    ageHours: String((RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400) / 3_600),
    retries: String(RetryPolicy?.MaximumRetryAttempts ?? 185),
    deadLetterQueue: target.DeadLetterConfig?.Arn ?? "",
  };
}

/** What EventBridge is told; members that the form does not know stay as they were. */
export function toTarget(form: TargetForm, roleArn: string | undefined, before: Target | undefined): Target {
  const { input, ageHours, retries } = form;
  const hasRetryPolicy = ageHours !== "24" || retries !== "185" || before?.RetryPolicy !== undefined;
  return {
    ...before,
    Id: form.id,
    Arn: form.arn,
    RoleArn: roleArn,
    InputPath: input === "part" ? form.path : undefined,
    Input: input === "constant" ? form.constant : undefined,
    InputTransformer:
      input === "transformer"
        ? { InputPathsMap: JSON.parse(form.inputPaths || "{}"), InputTemplate: form.template }
        : undefined,
    SqsParameters: form.kind === "sqs" && form.groupId ? { MessageGroupId: form.groupId } : undefined,
    RetryPolicy: hasRetryPolicy
      ? { MaximumEventAgeInSeconds: Number(ageHours) * 3_600, MaximumRetryAttempts: Number(retries) }
      : undefined,
    DeadLetterConfig: form.deadLetterQueue ? { Arn: form.deadLetterQueue } : undefined,
  };
}

export function kindOfArn(arn: string): TargetKind {
  const [, , service] = arn.split(":");
  if (service === "events") return arn.includes(":api-destination/") ? "api" : "bus";
  return targetKinds.find((kind) => kind.service === service)?.value ?? "lambda";
}

export function kindLabel(arn: string): string {
  const kind = kindOfArn(arn);
  return targetKinds.find(({ value }) => value === kind)?.label ?? kind;
}
