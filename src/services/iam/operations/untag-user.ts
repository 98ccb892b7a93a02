import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { removeTags } from "../tags.ts";

export const untagUser: IamOperation<"UntagUser"> = async ({ UserName, TagKeys }, context) => {
  await changeHolder(context, "user", UserName, (user) => ({ tags: removeTags(user.tags, TagKeys) }));
  return {};
};
