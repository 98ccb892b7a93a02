import { changeInstanceProfile } from "../instance-profile.ts";
import type { IamOperation } from "../service-context.ts";
import { addTags } from "../tags.ts";

export const tagInstanceProfile: IamOperation<"TagInstanceProfile"> = async (
  { InstanceProfileName, Tags },
  context,
) => {
  await changeInstanceProfile(context, InstanceProfileName, (profile) => ({ tags: addTags(profile.tags, Tags) }));
  return {};
};
