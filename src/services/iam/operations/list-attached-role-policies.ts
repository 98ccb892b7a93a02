import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { toAttachedPolicyPage } from "../policy-holders/to-policy-holder.ts";

export const listAttachedRolePolicies: IamOperation<"ListAttachedRolePolicies"> = async (
  { RoleName, PathPrefix, ...page },
  context,
) => toAttachedPolicyPage(await viewHolder(context, "role", RoleName), PathPrefix, page);
