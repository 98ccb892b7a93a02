import { changeInstanceProfile } from "../instance-profile.ts";
import type { IamOperation } from "../service-context.ts";
import { removeTags } from "../tags.ts";

export const untagInstanceProfile: IamOperation<"UntagInstanceProfile"> = async (
  { InstanceProfileName, TagKeys },
  context,
) => {
  await changeInstanceProfile(context, InstanceProfileName, (profile) => ({ tags: removeTags(profile.tags, TagKeys) }));
  return {};
};
