import { parseScheduleExpression } from "../../schedule-expression/schedule-expression.ts";
import { findTimeZone } from "../../schedule-expression/time-zone.ts";
import type { OperationInput } from "../../service.ts";
import {
  invalidExpression,
  invalidTimeZone,
  startsAfterEnd,
  startsTooEarly,
  targetNotBuilt,
  windowIsMissing,
  windowIsOff,
} from "../errors.ts";
import { defaultGroup } from "../groups/group.ts";
import { limits } from "../limits.ts";
import type { Scheduler } from "../model.ts";
import type { SchedulerContext } from "../operation.ts";
import { checkTarget } from "../targets/check-target.ts";
import type { Definition, Target } from "./schedule.ts";

type Input = OperationInput<Scheduler, "CreateSchedule">;

/** What a request sets, checked, with AWS's defaults for what it leaves out: an update leaves nothing as it was. Throws ValidationException. */
export async function toDefinition(input: Input, context: SchedulerContext): Promise<Definition> {
  const { ScheduleExpression: expression = "", ScheduleExpressionTimezone: timeZone = "UTC" } = input;
  if (!parseScheduleExpression(expression, "scheduler")) throw invalidExpression(expression);
  if (!findTimeZone(timeZone)) throw invalidTimeZone(timeZone);
  if (input.KmsKeyArn !== undefined) throw targetNotBuilt("customer managed keys (KmsKeyArn)");
  const { Mode, MaximumWindowInMinutes: windowMinutes } = input.FlexibleTimeWindow ?? {};
  if (Mode === "OFF" && windowMinutes !== undefined) throw windowIsOff();
  if (Mode === "FLEXIBLE" && windowMinutes === undefined) throw windowIsMissing();
  const startMs = input.StartDate?.getTime();
  const endMs = input.EndDate?.getTime();
  if (startMs !== undefined && startMs < context.host.clock.nowMs() - limits.startedAgoMs) throw startsTooEarly();
  if (startMs !== undefined && endMs !== undefined && startMs >= endMs) throw startsAfterEnd();
  const target = input.Target as Target;
  await checkTarget(target, input.GroupName ?? defaultGroup, context);
  return {
    expression,
    timeZone,
    description: input.Description,
    startMs,
    endMs,
    windowMinutes: windowMinutes ?? 0,
    target: {
      ...target,
      RetryPolicy: {
        MaximumEventAgeInSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds ?? limits.eventAgeSeconds,
        MaximumRetryAttempts: target.RetryPolicy?.MaximumRetryAttempts ?? limits.retryAttempts,
      },
    },
    afterCompletion: input.ActionAfterCompletion ?? "NONE",
  };
}
