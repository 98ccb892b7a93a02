import { fail } from "../../../platform/aws-error.ts";
import { groupIsProtected, groupNotFound } from "../errors.ts";
import { filterStore } from "../filters/filter-store.ts";
import { dropGroupTopic } from "../groups/drop-group.ts";
import { groupStore } from "../groups/group-store.ts";
import { groupsKey } from "../groups/log-group.ts";
import type { LogsOperation } from "../operation.ts";

/** The name is free at once; the events are removed by an effect of the same commit. */
export const deleteLogGroup: LogsOperation<"DeleteLogGroup"> = async ({ logGroupName }, context) => {
  const id = context.host.random.uuid();
  await context.host.storage.partition(groupsKey(context)).write(async (tx) => {
    const group = (await groupStore.find(tx, logGroupName)) ?? fail(groupNotFound());
    if (group.isProtected) throw groupIsProtected();
    await groupStore.remove(tx, group.name);
    await filterStore.removeGroup(tx, group.name);
    await tx.emit({ topic: dropGroupTopic, id, payload: JSON.stringify({ groupId: group.id }) });
  });
  return {};
};
