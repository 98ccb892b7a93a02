import { findInlinePolicy, viewHolder } from "../policy-holder.ts";
import { encodePolicy } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";

export const getUserPolicy: IamOperation<"GetUserPolicy"> = async ({ UserName, PolicyName }, context) => {
  const user = await viewHolder(context, "user", UserName);
  const document = findInlinePolicy("user", user, PolicyName);
  return { UserName: user.name, PolicyName, PolicyDocument: encodePolicy(document) };
};
