import { alphabets } from "../../../platform/random.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import type { ServiceTimer } from "../../service.ts";
import { groupStore } from "../groups/group-store.ts";
import { limits } from "../limits.ts";
import { type Occurrence, occurrenceAfter, toTimer } from "../schedules/occurrences.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { scheduleStore } from "../schedules/schedule-store.ts";
import type { SchedulerState } from "../state.ts";
import { toDelivery } from "../targets/to-delivery.ts";
import { deliveries } from "./deliveries.ts";

/**
 * A schedule's time has come: in one commit its target's delivery is emitted and the timer set for its next time, or the schedule removed if it is to be
 * after its last. So a time is neither lost nor done twice, whatever stops in between.
 *
 * What is older than the target's MaximumEventAgeInSeconds is not delivered any more: a schedule of every minute whose server was stopped for a year
 * goes on with the last day, not with half a million invocations.
 */
export const invoke: ServiceTimer<SchedulerState> = {
  inOrder: true,
  foresee: {
    byMs: 1_000,
    tell: async ({ key, from }, { host }) => {
      const slash = key.indexOf("/");
      const schedule = await host.storage
        .partition(from)
        .read((tx) => scheduleStore.find(tx, key.slice(0, slash), key.slice(slash + 1)));
      if (schedule?.state === "ENABLED") host.foresee(schedule.definition.target.Arn ?? "");
    },
  },
  fire: async (firing, { host: { storage, clock, random }, state: { metering } }) => {
    const { account, region } = firing.from;
    const slash = firing.key.indexOf("/");
    const [group, name] = [firing.key.slice(0, slash), firing.key.slice(slash + 1)];
    const { scheduledMs } = JSON.parse(firing.payload) as Occurrence;
    const nowMs = clock.nowMs();
    const ids = { id: random.uuid(), executionId: random.text(16, alphabets.hex) };
    const isDropped = await storage.partition(firing.from).write(async (tx) => {
      const schedule = await scheduleStore.find(tx, group, name);
      if (schedule?.state !== "ENABLED") {
        await firing.settle(tx);
        return false;
      }
      const oldestMs = nowMs - eventAgeMs(schedule);
      const isTooOld = scheduledMs < oldestMs;
      if (!isTooOld) {
        const delivery = toDelivery(schedule, { account, region }, { executionId: ids.executionId, scheduledMs });
        await tx.emit(deliveries.toEffect(ids.id, delivery));
      }
      const next = occurrenceAfter(schedule, isTooOld ? Math.max(scheduledMs, oldestMs - 1) : scheduledMs);
      if (next !== undefined) await firing.settle(tx, toTimer(schedule, next, random));
      else {
        await firing.settle(tx);
        if (schedule.definition.afterCompletion === "DELETE") await removeSchedule(tx, schedule);
      }
      return isTooOld;
    });
    if (isDropped) metering.count({ account, region, group }, "InvocationDroppedCount");
  },
};

function eventAgeMs({ definition: { target } }: Schedule): number {
  return (target.RetryPolicy?.MaximumEventAgeInSeconds ?? limits.eventAgeSeconds) * 1000;
}

async function removeSchedule(tx: WriteTransaction, { group, name }: Schedule): Promise<void> {
  await scheduleStore.remove(tx, group, name);
  const found = await groupStore.find(tx, group);
  if (found) await groupStore.put(tx, { ...found, schedules: found.schedules - 1 });
}
