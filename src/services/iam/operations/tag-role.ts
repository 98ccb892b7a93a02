import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { addTags } from "../tags/tags.ts";

export const tagRole: IamOperation<"TagRole"> = async ({ RoleName, Tags }, context) => {
  await changeHolder(context, "role", RoleName, (role) => ({ tags: addTags(role.tags, Tags) }));
  return {};
};
