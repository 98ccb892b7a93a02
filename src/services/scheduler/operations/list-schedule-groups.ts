import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { schedulesKey } from "../groups/group.ts";
import { groupStore } from "../groups/group-store.ts";
import { toSummary } from "../groups/to-summary.ts";
import { limits } from "../limits.ts";
import type { SchedulerOperation } from "../operation.ts";

export const listScheduleGroups: SchedulerOperation<"ListScheduleGroups"> = async (input, context) => {
  const { NamePrefix: prefix = "", MaxResults: size = limits.pageSize } = input;
  const after = fromPageToken(input.NextToken, invalidToken) ?? "";
  const groups = await context.host.storage.partition(schedulesKey(context)).read((tx) => groupStore.list(tx));
  const found = groups.filter(({ name }) => name > after && name.startsWith(prefix));
  const page = found.slice(0, size);
  return {
    ScheduleGroups: page.map((group) => toSummary(group, context)),
    NextToken: found.length > size ? toPageToken(page.at(-1)?.name ?? "") : undefined,
  };
};
