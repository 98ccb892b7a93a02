import { viewHolder } from "../policy-holder.ts";
import { toAttachedPolicyPage } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";

export const listAttachedGroupPolicies: IamOperation<"ListAttachedGroupPolicies"> = async (
  { GroupName, PathPrefix, ...page },
  context,
) => toAttachedPolicyPage(await viewHolder(context, "group", GroupName), PathPrefix, page);
