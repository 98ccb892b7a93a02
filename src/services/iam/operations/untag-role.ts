import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { removeTags } from "../tags/tags.ts";

export const untagRole: IamOperation<"UntagRole"> = async ({ RoleName, TagKeys }, context) => {
  await changeHolder(context, "role", RoleName, (role) => ({ tags: removeTags(role.tags, TagKeys) }));
  return {};
};
