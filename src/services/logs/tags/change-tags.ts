import { fail } from "../../../platform/aws-error.ts";
import type { Tags } from "../../tags.ts";
import { resourceNotFound } from "../errors.ts";
import { changeGroup } from "../groups/change-group.ts";
import type { LogsContext } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";
import { taggedOf } from "./tags.ts";

/** Changes the tags of what an ARN names: a group, or a part of a delivery. Throws ResourceNotFoundException. */
export async function changeTags(
  context: LogsContext,
  resourceArn: string,
  change: (tags: Tags) => { tags: Tags },
): Promise<void> {
  const { kind, name } = taggedOf(resourceArn, context);
  if (kind === "group") return changeGroup(context, name, (group) => change(group.tags), resourceNotFound);
  await context.host.storage.partition(recordsKey(context, kind)).write(async (tx) => {
    const known = (await recordStore.find(tx, kind, name)) ?? fail(resourceNotFound());
    await recordStore.put(tx, kind, { ...known, ...change(known.tags) });
  });
}
