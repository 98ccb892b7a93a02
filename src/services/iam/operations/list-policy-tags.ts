import { viewAccount } from "../account.ts";
import { findPolicy } from "../managed-policy.ts";
import { toPage } from "../page.ts";
import type { IamOperation } from "../service-context.ts";
import { toTagList } from "../tags.ts";

export const listPolicyTags: IamOperation<"ListPolicyTags"> = async ({ PolicyArn, ...request }, context) => {
  const policy = await viewAccount(context, (tx) => findPolicy(tx, PolicyArn));
  const { items, ...page } = toPage(toTagList(policy.tags), (tag) => tag.Key, request);
  return { Tags: items, ...page };
};
