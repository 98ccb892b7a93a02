import type { IamOperation } from "../operation.ts";
import { changeHolder, removeInlinePolicy } from "../policy-holders/policy-holder.ts";

export const deleteUserPolicy: IamOperation<"DeleteUserPolicy"> = async ({ UserName, PolicyName }, context) => {
  await changeHolder(context, "user", UserName, (user) => removeInlinePolicy("user", user, PolicyName));
  return {};
};
