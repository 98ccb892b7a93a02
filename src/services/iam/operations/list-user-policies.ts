import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { toPolicyNamePage } from "../policy-holders/to-policy-holder.ts";

/** The names of the user's inline policies. */
export const listUserPolicies: IamOperation<"ListUserPolicies"> = async ({ UserName, ...page }, context) =>
  toPolicyNamePage(await viewHolder(context, "user", UserName), page);
