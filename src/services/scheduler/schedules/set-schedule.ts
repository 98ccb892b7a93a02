import type { Random } from "../../../platform/random.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { firstOccurrence, toTimer } from "./occurrences.ts";
import { invokeTimer, type Schedule } from "./schedule.ts";
import { scheduleStore } from "./schedule-store.ts";

/** Stores a schedule with the timer of its next time, in one commit; without one if it is DISABLED or has no next time. */
export async function setSchedule(
  tx: WriteTransaction,
  schedule: Schedule,
  { nowMs, random }: { nowMs: number; random: Random },
): Promise<void> {
  await scheduleStore.put(tx, schedule);
  const scheduledMs = schedule.state === "ENABLED" ? firstOccurrence(schedule, nowMs) : undefined;
  if (scheduledMs === undefined) await tx.cancelTimer(invokeTimer, `${schedule.group}/${schedule.name}`);
  else await tx.setTimer(toTimer(schedule, scheduledMs, random));
}
