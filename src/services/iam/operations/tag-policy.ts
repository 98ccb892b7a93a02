import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { findOwnPolicy } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";
import { addTags } from "../tags/tags.ts";

export const tagPolicy: IamOperation<"TagPolicy"> = async ({ PolicyArn, Tags }, context) => {
  await changeAccount(context, async (tx) => {
    const policy = await findOwnPolicy(tx, "TagPolicy", PolicyArn);
    await entityStore.put(tx, "policy", { ...policy, tags: addTags(policy.tags, Tags) });
  });
  return {};
};
