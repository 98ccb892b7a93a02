import { toTagList } from "../../tags.ts";
import { viewAccount } from "../accounts/account.ts";
import { toPage } from "../entities/to-page.ts";
import { findPolicy } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";

export const listPolicyTags: IamOperation<"ListPolicyTags"> = async ({ PolicyArn, ...request }, context) => {
  const policy = await viewAccount(context, (tx) => findPolicy(tx, PolicyArn));
  const { items, ...page } = toPage(toTagList(policy.tags), (tag) => tag.Key, request);
  return { Tags: items, ...page };
};
