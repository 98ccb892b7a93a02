import { changeAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { findOwnPolicy } from "../managed-policy.ts";
import type { IamOperation } from "../service-context.ts";
import { addTags } from "../tags.ts";

export const tagPolicy: IamOperation<"TagPolicy"> = async ({ PolicyArn, Tags }, context) => {
  await changeAccount(context, async (tx) => {
    const policy = await findOwnPolicy(tx, "TagPolicy", PolicyArn);
    await entityStore.put(tx, "policy", { ...policy, tags: addTags(policy.tags, Tags) });
  });
  return {};
};
