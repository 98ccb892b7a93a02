import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { addTags } from "../tags/tags.ts";

export const tagUser: IamOperation<"TagUser"> = async ({ UserName, Tags }, context) => {
  await changeHolder(context, "user", UserName, (user) => ({ tags: addTags(user.tags, Tags) }));
  return {};
};
