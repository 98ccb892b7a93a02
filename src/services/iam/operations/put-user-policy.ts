import type { IamOperation } from "../operation.ts";
import { changeHolder, putInlinePolicy } from "../policy-holders/policy-holder.ts";

/** Adds or replaces an inline policy of the user. */
export const putUserPolicy: IamOperation<"PutUserPolicy"> = async (
  { UserName, PolicyName, PolicyDocument },
  context,
) => {
  await changeHolder(context, "user", UserName, (user) => putInlinePolicy("user", user, PolicyName, PolicyDocument));
  return {};
};
