import { fromPageToken, toPageToken } from "../../page-token.ts";
import { groupNotFound, invalidToken } from "../errors.ts";
import { schedulesKey } from "../groups/group.ts";
import { groupStore } from "../groups/group-store.ts";
import { limits } from "../limits.ts";
import type { SchedulerOperation } from "../operation.ts";
import { type Schedule, scheduleArn } from "../schedules/schedule.ts";
import { scheduleStore } from "../schedules/schedule-store.ts";

/** Schedules in the order of their groups' names and their own. */
export const listSchedules: SchedulerOperation<"ListSchedules"> = async (input, context) => {
  const { GroupName: wanted, NamePrefix: prefix = "", State: state, MaxResults: size = limits.pageSize } = input;
  const [afterGroup, afterName] = position(input.NextToken);
  const found = await context.host.storage.partition(schedulesKey(context)).read(async (tx) => {
    const groups = (await groupStore.list(tx)).map(({ name }) => name);
    if (wanted !== undefined && !groups.includes(wanted)) throw groupNotFound(wanted);
    const schedules: Schedule[] = [];
    for (const group of wanted === undefined ? groups : [wanted]) {
      if (group < afterGroup) continue;
      const limit = size + 1 - schedules.length;
      if (limit === 0) break;
      const after = group === afterGroup ? afterName : "";
      schedules.push(...(await scheduleStore.list(tx, group, { prefix, after, state, limit })));
    }
    return schedules;
  });
  const page = found.slice(0, size);
  const last = found.length > size ? page.at(-1) : undefined;
  return {
    Schedules: page.map(({ group, name, state: State, createdMs, modifiedMs, definition }) => ({
      Arn: scheduleArn(context, group, name),
      Name: name,
      GroupName: group,
      State,
      CreationDate: new Date(createdMs),
      LastModificationDate: new Date(modifiedMs),
      Target: { Arn: definition.target.Arn },
    })),
    NextToken: last && toPageToken(`${last.group}/${last.name}`),
  };
};

/** The last of the page before: its group and name. */
function position(token: string | undefined): readonly [group: string, name: string] {
  const text = fromPageToken(token, invalidToken) ?? "/";
  const slash = text.indexOf("/");
  if (slash < 0) throw invalidToken();
  return [text.slice(0, slash), text.slice(slash + 1)];
}
