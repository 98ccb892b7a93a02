import { viewAccount } from "../account.ts";
import { findInstanceProfile } from "../instance-profile.ts";
import { toPage } from "../page.ts";
import type { IamOperation } from "../service-context.ts";
import { toTagList } from "../tags.ts";

export const listInstanceProfileTags: IamOperation<"ListInstanceProfileTags"> = async (
  { InstanceProfileName, ...request },
  context,
) => {
  const profile = await viewAccount(context, (tx) => findInstanceProfile(tx, InstanceProfileName));
  const { items, ...page } = toPage(toTagList(profile.tags), (tag) => tag.Key, request);
  return { Tags: items, ...page };
};
