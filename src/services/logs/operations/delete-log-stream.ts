import { streamNotFound } from "../errors.ts";
import { chunkStore } from "../events/chunk-store.ts";
import { removeChunks } from "../events/remove-chunks.ts";
import { findGroup } from "../groups/find-group.ts";
import { groupKey } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { streamStore } from "../streams/stream-store.ts";

/**
 * Removes the stream with its events. These go in many writes, so that a long stream holds up nobody, and the stream itself with the
 * last of them: if that does not come to its end, the stream is there to be deleted again.
 */
export const deleteLogStream: LogsOperation<"DeleteLogStream"> = async ({ logGroupName, logStreamName }, context) => {
  const group = await findGroup(context, logGroupName);
  const partition = context.host.storage.partition(groupKey(context, group.id));
  let isDone: boolean;
  do {
    isDone = await partition.write(async (tx) => {
      if (!(await streamStore.find(tx, logStreamName))) throw streamNotFound();
      const chunks = await chunkStore.listOfStream(tx, logStreamName, limits.removedChunksAtOnce);
      const allRemoved = await removeChunks(tx, chunks);
      if (!allRemoved || chunks.length === limits.removedChunksAtOnce) return false;
      await streamStore.remove(tx, logStreamName);
      return true;
    });
  } while (!isDone);
  return {};
};
