import { groupExists, invalidParameter, limitExceeded, notSupported, tooManyTags } from "../errors.ts";
import { groupStore } from "../groups/group-store.ts";
import { groupsKey, type LogGroup } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";

export const createLogGroup: LogsOperation<"CreateLogGroup"> = async (input, context) => {
  const { host } = context;
  if (input.kmsKeyId !== undefined) throw notSupported("log groups encrypted with a KMS key");
  if (input.logGroupClass === "DELIVERY") throw notSupported("the log class DELIVERY");
  if (/^aws\//i.test(input.logGroupName)) throw invalidParameter("Log groups starting with AWS/ are reserved for AWS.");
  const tags = input.tags ?? {};
  if (Object.keys(tags).length > limits.tagsPerGroup) throw tooManyTags(limits.tagsPerGroup);
  const group: LogGroup = {
    name: input.logGroupName,
    id: host.random.uuid(),
    createdMs: host.clock.nowMs(),
    class: input.logGroupClass ?? "STANDARD",
    retentionDays: undefined,
    tags,
    filtersVersion: 0,
    isProtected: input.deletionProtectionEnabled ?? false,
  };
  await host.storage.partition(groupsKey(context)).write(async (tx) => {
    if (await groupStore.find(tx, group.name)) throw groupExists();
    if ((await groupStore.count(tx)) >= limits.groups) throw limitExceeded();
    await groupStore.put(tx, group);
  });
  return {};
};
