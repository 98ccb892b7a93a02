import { toTagList } from "../../tags.ts";
import { toPage } from "../entities/to-page.ts";
import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";

export const listUserTags: IamOperation<"ListUserTags"> = async ({ UserName, ...request }, context) => {
  const user = await viewHolder(context, "user", UserName);
  const { items, ...page } = toPage(toTagList(user.tags), (tag) => tag.Key, request);
  return { Tags: items, ...page };
};
