import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { addTags } from "../tags.ts";

export const tagUser: IamOperation<"TagUser"> = async ({ UserName, Tags }, context) => {
  await changeHolder(context, "user", UserName, (user) => ({ tags: addTags(user.tags, Tags) }));
  return {};
};
