import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { addTags } from "../tags.ts";

export const tagRole: IamOperation<"TagRole"> = async ({ RoleName, Tags }, context) => {
  await changeHolder(context, "role", RoleName, (role) => ({ tags: addTags(role.tags, Tags) }));
  return {};
};
