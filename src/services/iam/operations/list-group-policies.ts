import { viewHolder } from "../policy-holder.ts";
import { toPolicyNamePage } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";

/** The names of the group's inline policies. */
export const listGroupPolicies: IamOperation<"ListGroupPolicies"> = async ({ GroupName, ...page }, context) =>
  toPolicyNamePage(await viewHolder(context, "group", GroupName), page);
