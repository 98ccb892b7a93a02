import type { IamOperation } from "../operation.ts";
import { findInlinePolicy, viewHolder } from "../policy-holders/policy-holder.ts";
import { encodePolicy } from "../policy-holders/to-policy-holder.ts";

export const getGroupPolicy: IamOperation<"GetGroupPolicy"> = async ({ GroupName, PolicyName }, context) => {
  const group = await viewHolder(context, "group", GroupName);
  const document = findInlinePolicy("group", group, PolicyName);
  return { GroupName: group.name, PolicyName, PolicyDocument: encodePolicy(document) };
};
