import { changeAccount } from "../accounts/account.ts";
import { checkQuota } from "../entities/check-quota.ts";
import type { InstanceProfile } from "../entities/entity.ts";
import { createEntityId } from "../entities/entity-id.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { instanceProfileExists } from "../errors.ts";
import { toInstanceProfile } from "../instance-profiles/instance-profile.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { addTags } from "../tags/tags.ts";

export const createInstanceProfile: IamOperation<"CreateInstanceProfile"> = async (input, context) => {
  const { InstanceProfileName: name, Path: path = "/", Tags } = input;
  const profile: InstanceProfile = {
    name,
    path,
    id: createEntityId("instanceProfile", context.host.random),
    arn: iamArn(context, `instance-profile${path}${name}`),
    createdMs: context.host.clock.nowMs(),
    roleName: undefined,
    tags: addTags({}, Tags),
  };
  await changeAccount(context, async (tx) => {
    if (await entityStore.find(tx, "instanceProfile", name)) throw instanceProfileExists(name);
    await checkQuota(tx, "instanceProfile", "InstanceProfilesPerAccount", limits.InstanceProfiles);
    await entityStore.put(tx, "instanceProfile", profile);
  });
  return { InstanceProfile: toInstanceProfile(profile, []) };
};
