import { viewHolder } from "../policy-holder.ts";
import { toPolicyNamePage } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";

/** The names of the user's inline policies. */
export const listUserPolicies: IamOperation<"ListUserPolicies"> = async ({ UserName, ...page }, context) =>
  toPolicyNamePage(await viewHolder(context, "user", UserName), page);
