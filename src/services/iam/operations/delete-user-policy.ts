import { changeHolder, removeInlinePolicy } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

export const deleteUserPolicy: IamOperation<"DeleteUserPolicy"> = async ({ UserName, PolicyName }, context) => {
  await changeHolder(context, "user", UserName, (user) => removeInlinePolicy("user", user, PolicyName));
  return {};
};
