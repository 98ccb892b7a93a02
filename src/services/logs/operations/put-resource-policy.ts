import { invalidParameter, limitExceeded, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { checkResourcePolicy } from "../records/check-resource-policy.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";
import { toResourcePolicy } from "../records/to-resource-policy.ts";

/** Lets AWS's services write to groups: what they do by themselves is held to these policies. */
export const putResourcePolicy: LogsOperation<"PutResourcePolicy"> = async (input, context) => {
  const { policyName: name = "", policyDocument: document = "", resourceArn } = input;
  if (resourceArn !== undefined) throw notSupported("resource policies of a single resource (resourceArn)");
  if (input.expectedRevisionId !== undefined) throw notSupported("revisions of resource policies (expectedRevisionId)");
  if (name === "") throw invalidParameter("Policy name must not be empty.");
  checkResourcePolicy(document);
  const modifiedMs = context.host.clock.nowMs();
  await context.host.storage.partition(recordsKey(context, "logs.resource-policies")).write(async (tx) => {
    const known = await recordStore.list(tx, "logs.resource-policies");
    const isNew = !known.some((policy) => policy.name === name);
    if (isNew && known.length >= limits.resourcePolicies) throw limitExceeded();
    await recordStore.put(tx, "logs.resource-policies", { name, document, modifiedMs });
  });
  return { resourcePolicy: toResourcePolicy({ name, document, modifiedMs }) };
};
