import { toTagList } from "../../tags.ts";
import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { findInstanceProfile, toInstanceProfile } from "../instance-profiles/instance-profile.ts";
import type { IamOperation } from "../operation.ts";

export const getInstanceProfile: IamOperation<"GetInstanceProfile"> = async ({ InstanceProfileName }, context) =>
  viewAccount(context, async (tx) => {
    const profile = await findInstanceProfile(tx, InstanceProfileName);
    const described = toInstanceProfile(profile, await entityStore.list(tx, "role"));
    return { InstanceProfile: { ...described, Tags: toTagList(profile.tags) } };
  });
