import { defaultGroupStays, groupNotFound } from "../errors.ts";
import { deleteGroupTimer } from "../groups/delete-group.ts";
import { defaultGroup, schedulesKey } from "../groups/group.ts";
import { groupStore } from "../groups/group-store.ts";
import type { SchedulerOperation } from "../operation.ts";

/** Begins to delete a group with all of its schedules; until they are gone it is DELETING. */
export const deleteScheduleGroup: SchedulerOperation<"DeleteScheduleGroup"> = async ({ Name: name = "" }, context) => {
  if (name === defaultGroup) throw defaultGroupStays();
  const { storage, clock } = context.host;
  await storage.partition(schedulesKey(context)).write(async (tx) => {
    const group = await groupStore.find(tx, name);
    if (!group) throw groupNotFound(name);
    if (group.state === "DELETING") return;
    const nowMs = clock.nowMs();
    await groupStore.put(tx, { ...group, state: "DELETING", modifiedMs: nowMs });
    await tx.setTimer({ kind: deleteGroupTimer, key: name, dueMs: nowMs + 1_000 });
  });
  return {};
};
