import { changeHolder, removeInlinePolicy } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

export const deleteRolePolicy: IamOperation<"DeleteRolePolicy"> = async ({ RoleName, PolicyName }, context) => {
  await changeHolder(context, "role", RoleName, (role) => removeInlinePolicy("role", role, PolicyName));
  return {};
};
