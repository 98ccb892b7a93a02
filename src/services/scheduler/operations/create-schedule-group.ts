import { groupExists, quotaExceeded } from "../errors.ts";
import { withTags } from "../groups/check-tags.ts";
import { groupArn, schedulesKey } from "../groups/group.ts";
import { groupStore } from "../groups/group-store.ts";
import { limits } from "../limits.ts";
import type { SchedulerOperation } from "../operation.ts";

/** Makes a group. The same request again, by its ClientToken, gives the one that it has made. */
export const createScheduleGroup: SchedulerOperation<"CreateScheduleGroup"> = async (input, context) => {
  const { Name: name = "", Tags = [] } = input;
  const tags = withTags({}, Tags);
  const { storage, clock, random } = context.host;
  const clientToken = input.ClientToken ?? random.uuid();
  await storage.partition(schedulesKey(context)).write(async (tx) => {
    const former = await groupStore.find(tx, name);
    if (former?.clientToken === clientToken) return;
    if (former) throw groupExists(name);
    if ((await groupStore.list(tx)).length >= limits.scheduleGroups)
      throw quotaExceeded("schedule groups", limits.scheduleGroups);
    const nowMs = clock.nowMs();
    const times = { createdMs: nowMs, modifiedMs: nowMs };
    await groupStore.put(tx, { name, state: "ACTIVE", ...times, tags, schedules: 0, clientToken });
  });
  return { ScheduleGroupArn: groupArn(context, name) };
};
