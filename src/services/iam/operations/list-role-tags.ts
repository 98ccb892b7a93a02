import { toPage } from "../page.ts";
import { viewHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { toTagList } from "../tags.ts";

export const listRoleTags: IamOperation<"ListRoleTags"> = async ({ RoleName, ...request }, context) => {
  const role = await viewHolder(context, "role", RoleName);
  const { items, ...page } = toPage(toTagList(role.tags), (tag) => tag.Key, request);
  return { Tags: items, ...page };
};
