import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { removeTags } from "../tags/tags.ts";

export const untagUser: IamOperation<"UntagUser"> = async ({ UserName, TagKeys }, context) => {
  await changeHolder(context, "user", UserName, (user) => ({ tags: removeTags(user.tags, TagKeys) }));
  return {};
};
