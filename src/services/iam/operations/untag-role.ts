import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { removeTags } from "../tags.ts";

export const untagRole: IamOperation<"UntagRole"> = async ({ RoleName, TagKeys }, context) => {
  await changeHolder(context, "role", RoleName, (role) => ({ tags: removeTags(role.tags, TagKeys) }));
  return {};
};
