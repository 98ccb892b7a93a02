import { toTagList } from "../../tags.ts";
import { viewAccount } from "../accounts/account.ts";
import { toPage } from "../entities/to-page.ts";
import { findInstanceProfile } from "../instance-profiles/instance-profile.ts";
import type { IamOperation } from "../operation.ts";

export const listInstanceProfileTags: IamOperation<"ListInstanceProfileTags"> = async (
  { InstanceProfileName, ...request },
  context,
) => {
  const profile = await viewAccount(context, (tx) => findInstanceProfile(tx, InstanceProfileName));
  const { items, ...page } = toPage(toTagList(profile.tags), (tag) => tag.Key, request);
  return { Tags: items, ...page };
};
