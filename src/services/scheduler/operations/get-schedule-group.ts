import { fail } from "../../../platform/aws-error.ts";
import { groupNotFound } from "../errors.ts";
import { schedulesKey } from "../groups/group.ts";
import { groupStore } from "../groups/group-store.ts";
import { toSummary } from "../groups/to-summary.ts";
import type { SchedulerOperation } from "../operation.ts";

export const getScheduleGroup: SchedulerOperation<"GetScheduleGroup"> = async ({ Name: name = "" }, context) => {
  const group = await context.host.storage.partition(schedulesKey(context)).read((tx) => groupStore.find(tx, name));
  return toSummary(group ?? fail(groupNotFound(name)), context);
};
