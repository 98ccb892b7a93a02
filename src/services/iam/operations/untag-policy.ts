import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { findOwnPolicy } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";
import { removeTags } from "../tags/tags.ts";

export const untagPolicy: IamOperation<"UntagPolicy"> = async ({ PolicyArn, TagKeys }, context) => {
  await changeAccount(context, async (tx) => {
    const policy = await findOwnPolicy(tx, "UntagPolicy", PolicyArn);
    await entityStore.put(tx, "policy", { ...policy, tags: removeTags(policy.tags, TagKeys) });
  });
  return {};
};
