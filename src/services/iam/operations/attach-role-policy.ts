import type { IamOperation } from "../operation.ts";
import { attachPolicy, changeHolder } from "../policy-holders/policy-holder.ts";

/** Attaches a managed policy to the role. */
export const attachRolePolicy: IamOperation<"AttachRolePolicy"> = async ({ RoleName, PolicyArn }, context) => {
  await changeHolder(context, "role", RoleName, (role, tx) => attachPolicy(tx, "role", role, PolicyArn));
  return {};
};
