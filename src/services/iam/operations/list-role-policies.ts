import { viewHolder } from "../policy-holder.ts";
import { toPolicyNamePage } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";

/** The names of the role's inline policies. */
export const listRolePolicies: IamOperation<"ListRolePolicies"> = async ({ RoleName, ...page }, context) =>
  toPolicyNamePage(await viewHolder(context, "role", RoleName), page);
