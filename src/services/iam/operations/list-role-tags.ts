import { toTagList } from "../../tags.ts";
import { toPage } from "../entities/to-page.ts";
import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";

export const listRoleTags: IamOperation<"ListRoleTags"> = async ({ RoleName, ...request }, context) => {
  const role = await viewHolder(context, "role", RoleName);
  const { items, ...page } = toPage(toTagList(role.tags), (tag) => tag.Key, request);
  return { Tags: items, ...page };
};
