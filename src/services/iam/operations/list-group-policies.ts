import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { toPolicyNamePage } from "../policy-holders/to-policy-holder.ts";

/** The names of the group's inline policies. */
export const listGroupPolicies: IamOperation<"ListGroupPolicies"> = async ({ GroupName, ...page }, context) =>
  toPolicyNamePage(await viewHolder(context, "group", GroupName), page);
