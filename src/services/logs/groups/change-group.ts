import type { AwsError } from "../../../platform/aws-error.ts";
import { fail } from "../../../platform/aws-error.ts";
import { groupNotFound } from "../errors.ts";
import type { LogsContext } from "../operation.ts";
import { groupStore } from "./group-store.ts";
import { groupsKey, type LogGroup } from "./log-group.ts";

/** Changes a group's settings; `change` gives the members that differ. */
export async function changeGroup(
  context: LogsContext,
  name: string,
  change: (group: LogGroup) => Partial<LogGroup>,
  notFound: () => AwsError = groupNotFound,
): Promise<void> {
  await context.host.storage.partition(groupsKey(context)).write(async (tx) => {
    const group = (await groupStore.find(tx, name)) ?? fail(notFound());
    await groupStore.put(tx, { ...group, ...change(group) });
  });
}
