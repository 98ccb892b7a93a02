import { changeHolder, detachPolicy } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

export const detachRolePolicy: IamOperation<"DetachRolePolicy"> = async ({ RoleName, PolicyArn }, context) => {
  await changeHolder(context, "role", RoleName, (role) => detachPolicy(role, PolicyArn));
  return {};
};
