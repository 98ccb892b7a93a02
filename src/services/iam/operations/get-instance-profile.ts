import { viewAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { findInstanceProfile, toInstanceProfile } from "../instance-profile.ts";
import type { IamOperation } from "../service-context.ts";
import { toTagList } from "../tags.ts";

export const getInstanceProfile: IamOperation<"GetInstanceProfile"> = async ({ InstanceProfileName }, context) =>
  viewAccount(context, async (tx) => {
    const profile = await findInstanceProfile(tx, InstanceProfileName);
    const described = toInstanceProfile(profile, await entityStore.list(tx, "role"));
    return { InstanceProfile: { ...described, Tags: toTagList(profile.tags) } };
  });
