import { chunkStore } from "../chunk-store.ts";
import { streamNotFound } from "../errors.ts";
import { findGroup, groupKey } from "../log-group.ts";
import type { LogsOperation } from "../service-context.ts";
import { streamStore } from "../stream-store.ts";

/** Removes the stream with its events. */
export const deleteLogStream: LogsOperation<"DeleteLogStream"> = async ({ logGroupName, logStreamName }, context) => {
  const group = await findGroup(context, logGroupName);
  await context.host.storage.partition(groupKey(context, group.id)).write(async (tx) => {
    if (!(await streamStore.find(tx, logStreamName))) throw streamNotFound();
    await streamStore.remove(tx, logStreamName);
    await chunkStore.removeStream(tx, logStreamName);
  });
  return {};
};
