import { streamExists } from "../errors.ts";
import { findGroup, groupKey } from "../log-group.ts";
import type { LogsOperation } from "../service-context.ts";
import { streamStore } from "../stream-store.ts";

export const createLogStream: LogsOperation<"CreateLogStream"> = async ({ logGroupName, logStreamName }, context) => {
  const group = await findGroup(context, logGroupName);
  const nowMs = context.host.clock.nowMs();
  await context.host.storage.partition(groupKey(context, group.id)).write(async (tx) => {
    if (await streamStore.find(tx, logStreamName)) throw streamExists();
    await streamStore.add(tx, logStreamName, nowMs);
  });
  return {};
};
