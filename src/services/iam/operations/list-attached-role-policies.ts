import { viewHolder } from "../policy-holder.ts";
import { toAttachedPolicyPage } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";

export const listAttachedRolePolicies: IamOperation<"ListAttachedRolePolicies"> = async (
  { RoleName, PathPrefix, ...page },
  context,
) => toAttachedPolicyPage(await viewHolder(context, "role", RoleName), PathPrefix, page);
