import { defaultGroupStays, groupNotFound } from "../errors.ts";
import { deleteGroupTimer } from "../groups/delete-group.ts";
import { defaultGroup, schedulesKey } from "../groups/group.ts";
import { groupStore } from "../groups/group-store.ts";
import type { SchedulerOperation } from "../operation.ts";
import { isRepeated } from "../schedules/client-tokens.ts";

/** Begins to delete a group with all of its schedules; until they are gone it is DELETING. */
export const deleteScheduleGroup: SchedulerOperation<"DeleteScheduleGroup"> = async (input, context) => {
  const { Name: name = "" } = input;
  if (name === defaultGroup) throw defaultGroupStays();
  const { storage, clock } = context.host;
  await storage.partition(schedulesKey(context)).write(async (tx) => {
    const nowMs = clock.nowMs();
    if (await isRepeated(tx, `DeleteScheduleGroup ${name}`, input.ClientToken, nowMs)) return;
    const group = await groupStore.find(tx, name);
    if (!group) throw groupNotFound(name);
    if (group.state === "DELETING") return;
    await groupStore.put(tx, { ...group, state: "DELETING", modifiedMs: nowMs });
    await tx.setTimer({ kind: deleteGroupTimer, key: name, dueMs: nowMs + 1_000 });
  });
  return {};
};
