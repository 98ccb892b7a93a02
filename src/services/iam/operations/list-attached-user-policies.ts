import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { toAttachedPolicyPage } from "../policy-holders/to-policy-holder.ts";

export const listAttachedUserPolicies: IamOperation<"ListAttachedUserPolicies"> = async (
  { UserName, PathPrefix, ...page },
  context,
) => toAttachedPolicyPage(await viewHolder(context, "user", UserName), PathPrefix, page);
