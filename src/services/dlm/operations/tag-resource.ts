import { invalidRequest } from "../errors.ts";
import { limits } from "../limits.ts";
import type { DlmOperation } from "../operation.ts";
import { findPolicy, idOfArn } from "../policies/find-policy.ts";
import { policiesKey } from "../policies/policy.ts";
import { policyStore } from "../policies/policy-store.ts";

export const tagResource: DlmOperation<"TagResource"> = async (
  { ResourceArn: arn = "", Tags: added = {} },
  context,
) => {
  await context.host.storage.partition(policiesKey(context)).write(async (tx) => {
    const policy = await findPolicy(tx, idOfArn(arn));
    const tags = { ...policy.tags, ...added };
    if (Object.keys(tags).length > limits.tagsPerPolicy)
      throw invalidRequest(`A policy has at most ${limits.tagsPerPolicy} tags.`);
    await policyStore.put(tx, { ...policy, tags });
  });
  return {};
};
