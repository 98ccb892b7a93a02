import type { IamOperation } from "../operation.ts";
import { changeHolder, detachPolicy } from "../policy-holders/policy-holder.ts";

export const detachRolePolicy: IamOperation<"DetachRolePolicy"> = async ({ RoleName, PolicyArn }, context) => {
  await changeHolder(context, "role", RoleName, (role) => detachPolicy(role, PolicyArn));
  return {};
};
