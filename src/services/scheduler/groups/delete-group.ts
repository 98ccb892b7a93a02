import type { ServiceTimer } from "../../service.ts";
import { limits } from "../limits.ts";
import { invokeTimer } from "../schedules/schedule.ts";
import { scheduleStore } from "../schedules/schedule-store.ts";
import type { SchedulerState } from "../state.ts";
import { groupStore } from "./group-store.ts";

/** Of the timer, whose key is the group's name. */
export const deleteGroupTimer = "scheduler.delete-group";

/** Removes a group with its schedules, some at a time: until the last of them is gone it is there as DELETING, as on AWS. */
export const deleteGroup: ServiceTimer<SchedulerState> = {
  fire: (firing, { host: { storage, clock } }) =>
    storage.partition(firing.from).write(async (tx) => {
      const group = firing.key;
      const names = await scheduleStore.names(tx, group, limits.removedAtOnce);
      for (const name of names) {
        await scheduleStore.remove(tx, group, name);
        await tx.cancelTimer(invokeTimer, `${group}/${name}`);
      }
      if (names.length === limits.removedAtOnce) return firing.settle(tx, { dueMs: clock.nowMs() });
      await groupStore.remove(tx, group);
      await firing.settle(tx);
    }),
};
