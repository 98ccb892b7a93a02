import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { toAttachedPolicyPage } from "../policy-holders/to-policy-holder.ts";

export const listAttachedGroupPolicies: IamOperation<"ListAttachedGroupPolicies"> = async (
  { GroupName, PathPrefix, ...page },
  context,
) => toAttachedPolicyPage(await viewHolder(context, "group", GroupName), PathPrefix, page);
