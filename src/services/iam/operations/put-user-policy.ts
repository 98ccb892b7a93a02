import { changeHolder, putInlinePolicy } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

/** Adds or replaces an inline policy of the user. */
export const putUserPolicy: IamOperation<"PutUserPolicy"> = async (
  { UserName, PolicyName, PolicyDocument },
  context,
) => {
  await changeHolder(context, "user", UserName, (user) => putInlinePolicy("user", user, PolicyName, PolicyDocument));
  return {};
};
