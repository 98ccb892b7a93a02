import type { WriteTransaction } from "../../../storage/database.ts";
import { nextTime } from "../../schedule-expression/next-time.ts";
import { parseScheduleExpression } from "../../schedule-expression/schedule-expression.ts";
import type { Rule } from "./rule.ts";

export const scheduleTimer = "eventbridge.schedule";

/** A rule's next time after `afterMs`; undefined if it has none. A rate's first is an interval after the rule was made. */
export function nextOf({ schedule, createdMs, state }: Rule, afterMs: number): number | undefined {
  if (schedule === undefined || state === "DISABLED") return undefined;
  const expression = parseScheduleExpression(schedule, "rule");
  if (!expression) return undefined;
  const anchorMs = expression.kind === "rate" ? createdMs + expression.everyMs : createdMs;
  return nextTime(expression, afterMs, { anchorMs });
}

/** Sets a rule's next time, or takes it back, in the commit that changes the rule. */
export async function setSchedule(tx: WriteTransaction, rule: Rule, nowMs: number): Promise<void> {
  const dueMs = nextOf(rule, nowMs);
  if (dueMs === undefined) await tx.cancelTimer(scheduleTimer, rule.name);
  else await tx.setTimer({ kind: scheduleTimer, key: rule.name, dueMs });
}
