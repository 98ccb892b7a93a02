import { changeAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { findOwnPolicy } from "../managed-policy.ts";
import type { IamOperation } from "../service-context.ts";
import { removeTags } from "../tags.ts";

export const untagPolicy: IamOperation<"UntagPolicy"> = async ({ PolicyArn, TagKeys }, context) => {
  await changeAccount(context, async (tx) => {
    const policy = await findOwnPolicy(tx, "UntagPolicy", PolicyArn);
    await entityStore.put(tx, "policy", { ...policy, tags: removeTags(policy.tags, TagKeys) });
  });
  return {};
};
