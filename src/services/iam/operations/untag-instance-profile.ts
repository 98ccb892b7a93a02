import { changeInstanceProfile } from "../instance-profiles/instance-profile.ts";
import type { IamOperation } from "../operation.ts";
import { removeTags } from "../tags/tags.ts";

export const untagInstanceProfile: IamOperation<"UntagInstanceProfile"> = async (
  { InstanceProfileName, TagKeys },
  context,
) => {
  await changeInstanceProfile(context, InstanceProfileName, (profile) => ({ tags: removeTags(profile.tags, TagKeys) }));
  return {};
};
