import { withoutTags } from "../../tags.ts";
import type { DlmOperation } from "../operation.ts";
import { findPolicy, idOfArn } from "../policies/find-policy.ts";
import { policiesKey } from "../policies/policy.ts";
import { policyStore } from "../policies/policy-store.ts";

export const untagResource: DlmOperation<"UntagResource"> = async (
  { ResourceArn: arn = "", TagKeys: keys = [] },
  context,
) => {
  await context.host.storage.partition(policiesKey(context)).write(async (tx) => {
    const policy = await findPolicy(tx, idOfArn(arn));
    await policyStore.put(tx, { ...policy, tags: withoutTags(policy.tags, keys) });
  });
  return {};
};
