import { changeInstanceProfile } from "../instance-profiles/instance-profile.ts";
import type { IamOperation } from "../operation.ts";
import { addTags } from "../tags/tags.ts";

export const tagInstanceProfile: IamOperation<"TagInstanceProfile"> = async (
  { InstanceProfileName, Tags },
  context,
) => {
  await changeInstanceProfile(context, InstanceProfileName, (profile) => ({ tags: addTags(profile.tags, Tags) }));
  return {};
};
