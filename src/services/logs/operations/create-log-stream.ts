import { streamExists } from "../errors.ts";
import { findGroup } from "../groups/find-group.ts";
import { groupKey } from "../groups/log-group.ts";
import type { LogsOperation } from "../operation.ts";
import { streamStore } from "../streams/stream-store.ts";

export const createLogStream: LogsOperation<"CreateLogStream"> = async ({ logGroupName, logStreamName }, context) => {
  const group = await findGroup(context, logGroupName);
  const nowMs = context.host.clock.nowMs();
  await context.host.storage.partition(groupKey(context, group.id)).write(async (tx) => {
    if (await streamStore.find(tx, logStreamName)) throw streamExists();
    await streamStore.add(tx, logStreamName, nowMs);
  });
  return {};
};
