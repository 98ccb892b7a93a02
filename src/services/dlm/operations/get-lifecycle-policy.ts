import type { DlmOperation } from "../operation.ts";
import { findPolicy } from "../policies/find-policy.ts";
import { policiesKey, toPolicy } from "../policies/policy.ts";

export const getLifecyclePolicy: DlmOperation<"GetLifecyclePolicy"> = async ({ PolicyId: id = "" }, context) => {
  const policy = await context.host.storage.partition(policiesKey(context)).read((tx) => findPolicy(tx, id));
  return { Policy: toPolicy(policy, context) };
};
