import { notSupported, resourcePolicyNotFound } from "../errors.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

export const deleteResourcePolicy: LogsOperation<"DeleteResourcePolicy"> = async (input, context) => {
  const { policyName: name = "", resourceArn } = input;
  if (resourceArn !== undefined) throw notSupported("resource policies of a single resource (resourceArn)");
  await context.host.storage.partition(recordsKey(context, "logs.resource-policies")).write(async (tx) => {
    if (!(await recordStore.find(tx, "logs.resource-policies", name))) throw resourcePolicyNotFound(name);
    await recordStore.remove(tx, name);
  });
  return {};
};
