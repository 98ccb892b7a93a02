import type { Place } from "../../service.ts";
import type { Caller } from "../../targets/caller.ts";
import type { Delivery, Ended } from "../../targets/durable-delivery.ts";
import type { TargetMessage } from "../../targets/target-message.ts";
import { groupArn } from "../groups/group.ts";
import { limits } from "../limits.ts";
import { type Schedule, scheduleArn, scheduler, type Target } from "../schedules/schedule.ts";

/** Of the role's sessions. */
export const sessionName = "EventBridge-Scheduler";

/** One time that a schedule invokes its target. JSON: it goes with the delivery. */
export interface Invocation {
  readonly scheduleArn: string;
  readonly group: string;
  readonly targetArn: string;
  readonly executionId: string;
  readonly scheduledMs: number;
  readonly deadLetterArn?: string;
}

/** What brings an occurrence of a schedule to its target, in the execution role's name. */
export function toDelivery(
  schedule: Schedule,
  at: Place,
  { executionId, scheduledMs }: Pick<Invocation, "executionId" | "scheduledMs">,
): Delivery {
  const { target } = schedule.definition;
  const { Arn: targetArn = "", RoleArn = "", RetryPolicy, DeadLetterConfig } = target;
  const arn = scheduleArn(at, schedule.group, schedule.name);
  const invocation: Invocation = {
    scheduleArn: arn,
    group: schedule.group,
    targetArn,
    executionId,
    scheduledMs,
    deadLetterArn: DeadLetterConfig?.Arn,
  };
  return {
    target: targetArn,
    message: toMessage(target, at, invocation),
    caller: toCaller(RoleArn),
    source: { account: at.account, region: at.region, arn: groupArn(at, schedule.group) },
    retry: {
      retries: RetryPolicy?.MaximumRetryAttempts ?? limits.retryAttempts,
      ageMs: (RetryPolicy?.MaximumEventAgeInSeconds ?? limits.eventAgeSeconds) * 1000,
      firstDelayMs: 1_000,
      longestDelayMs: 10 * 60_000,
      exhausted: "drop",
    },
    eventMs: scheduledMs,
    about: invocation,
  };
}

function toCaller(role: string): Caller {
  return { role, sessionName, assumedBy: scheduler };
}

function toMessage(target: Target, at: Place, invocation: Invocation): TargetMessage {
  const { EventBridgeParameters, SqsParameters } = target;
  return {
    body: target.Input ?? defaultInput(at, invocation),
    groupId: SqsParameters?.MessageGroupId,
    event: EventBridgeParameters && {
      source: EventBridgeParameters.Source ?? "",
      detailType: EventBridgeParameters.DetailType ?? "",
      resources: [invocation.scheduleArn],
    },
  };
}

/** What a target without an Input is told. */
function defaultInput({ account, region }: Place, { executionId, scheduledMs, scheduleArn }: Invocation): string {
  return JSON.stringify({
    version: "0",
    id: executionId,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account,
    time: toTime(scheduledMs),
    region,
    resources: [scheduleArn],
    detail: "{}",
  });
}

/** The delivery with what its Input asks for put in. Source: "Adding context attributes in EventBridge Scheduler". */
export function withContext(delivery: Delivery, attempt: number): Delivery {
  const { body } = delivery.message;
  if (!body.includes("<aws.scheduler.")) return delivery;
  const { scheduleArn, scheduledMs, executionId } = delivery.about as Invocation;
  const values: Readonly<Record<string, string>> = {
    "schedule-arn": scheduleArn,
    "scheduled-time": toTime(scheduledMs),
    "execution-id": executionId,
    "attempt-number": String(attempt),
  };
  const filled = body.replace(
    /<aws\.scheduler\.(schedule-arn|scheduled-time|execution-id|attempt-number)>/g,
    (_all, name: string) => values[name] ?? "",
  );
  return { ...delivery, message: { ...delivery.message, body: filled } };
}

/** Source: "Configuring a dead-letter queue for a schedule". */
export function toDeadLetter(
  delivery: Delivery,
  { reason, code, tries, exhaustedBy }: Extract<Ended, { kind: "failed" }>,
): Delivery | undefined {
  const invocation = delivery.about as Invocation;
  if (invocation.deadLetterArn === undefined) return undefined;
  const attributes: Readonly<Record<string, string>> = {
    ERROR_CODE: code ?? "InternalFailure",
    ERROR_MESSAGE: reason.slice(0, 1_000) || "-",
    EXECUTION_ID: invocation.executionId,
    EXHAUSTED_RETRY_CONDITION: exhaustedBy ?? "MaximumRetryAttempts",
    IS_PAYLOAD_TRUNCATED: "false",
    RETRY_ATTEMPTS: String(tries - 1),
    SCHEDULED_TIME: toTime(invocation.scheduledMs),
    SCHEDULE_ARN: invocation.scheduleArn,
    TARGET_ARN: invocation.targetArn,
  };
  return {
    ...delivery,
    target: invocation.deadLetterArn,
    message: {
      body: withContext(delivery, tries).message.body,
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String" as const, StringValue }]),
      ),
    },
    about: { ...invocation, deadLetterArn: undefined, isDeadLetter: true },
  };
}

/** Whether it goes to a dead-letter queue itself. */
export function isDeadLetter({ about }: Delivery): boolean {
  return (about as { isDeadLetter?: true }).isDeadLetter === true;
}

function toTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
