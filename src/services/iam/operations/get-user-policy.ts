import type { IamOperation } from "../operation.ts";
import { findInlinePolicy, viewHolder } from "../policy-holders/policy-holder.ts";
import { encodePolicy } from "../policy-holders/to-policy-holder.ts";

export const getUserPolicy: IamOperation<"GetUserPolicy"> = async ({ UserName, PolicyName }, context) => {
  const user = await viewHolder(context, "user", UserName);
  const document = findInlinePolicy("user", user, PolicyName);
  return { UserName: user.name, PolicyName, PolicyDocument: encodePolicy(document) };
};
