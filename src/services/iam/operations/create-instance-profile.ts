import { changeAccount } from "../account.ts";
import type { InstanceProfile } from "../entity.ts";
import { createEntityId } from "../entity-id.ts";
import { entityStore } from "../entity-store.ts";
import { instanceProfileExists } from "../errors.ts";
import { iamArn } from "../iam-arn.ts";
import { toInstanceProfile } from "../instance-profile.ts";
import { limits } from "../limits.ts";
import { checkQuota } from "../quota.ts";
import type { IamOperation } from "../service-context.ts";
import { addTags } from "../tags.ts";

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
