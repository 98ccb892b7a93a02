import type { ReadTransaction } from "../../../storage/database.ts";
import { groupIsDeleting, groupNotFound } from "../errors.ts";
import type { ScheduleGroup } from "./group.ts";
import { groupStore } from "./group-store.ts";

/** The group that a schedule is made or changed in. Throws ResourceNotFoundException, or ConflictException while it is being deleted. */
export async function groupForSchedule(tx: ReadTransaction, name: string): Promise<ScheduleGroup> {
  const group = await groupStore.find(tx, name);
  if (!group) throw groupNotFound(name);
  if (group.state === "DELETING") throw groupIsDeleting(name);
  return group;
}
