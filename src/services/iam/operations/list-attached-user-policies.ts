import { viewHolder } from "../policy-holder.ts";
import { toAttachedPolicyPage } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";

export const listAttachedUserPolicies: IamOperation<"ListAttachedUserPolicies"> = async (
  { UserName, PathPrefix, ...page },
  context,
) => toAttachedPolicyPage(await viewHolder(context, "user", UserName), PathPrefix, page);
