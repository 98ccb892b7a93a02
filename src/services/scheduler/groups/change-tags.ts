import { fail } from "../../../platform/aws-error.ts";
import type { Tags } from "../../tags.ts";
import { resourceNotFound } from "../errors.ts";
import type { SchedulerContext } from "../operation.ts";
import { nameInArn, schedulesKey } from "./group.ts";
import { groupStore } from "./group-store.ts";

/** Changes the tags of a group; schedules themselves have none. Throws ResourceNotFoundException. */
export async function changeTags(
  context: SchedulerContext,
  arn: string,
  change: (former: Tags) => Tags,
): Promise<void> {
  const name = nameInArn(arn, context) ?? fail(resourceNotFound(arn));
  const { storage, clock } = context.host;
  await storage.partition(schedulesKey(context)).write(async (tx) => {
    const group = (await groupStore.find(tx, name)) ?? fail(resourceNotFound(arn));
    await groupStore.put(tx, { ...group, tags: change(group.tags), modifiedMs: clock.nowMs() });
  });
}
