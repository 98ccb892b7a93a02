import { findInlinePolicy, viewHolder } from "../policy-holder.ts";
import { encodePolicy } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";

export const getGroupPolicy: IamOperation<"GetGroupPolicy"> = async ({ GroupName, PolicyName }, context) => {
  const group = await viewHolder(context, "group", GroupName);
  const document = findInlinePolicy("group", group, PolicyName);
  return { GroupName: group.name, PolicyName, PolicyDocument: encodePolicy(document) };
};
