import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { toPolicyNamePage } from "../policy-holders/to-policy-holder.ts";

/** The names of the role's inline policies. */
export const listRolePolicies: IamOperation<"ListRolePolicies"> = async ({ RoleName, ...page }, context) =>
  toPolicyNamePage(await viewHolder(context, "role", RoleName), page);
