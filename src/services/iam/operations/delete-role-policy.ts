import type { IamOperation } from "../operation.ts";
import { changeHolder, removeInlinePolicy } from "../policy-holders/policy-holder.ts";

export const deleteRolePolicy: IamOperation<"DeleteRolePolicy"> = async ({ RoleName, PolicyName }, context) => {
  await changeHolder(context, "role", RoleName, (role) => removeInlinePolicy("role", role, PolicyName));
  return {};
};
