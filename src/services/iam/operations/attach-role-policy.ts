import { attachPolicy, changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

/** Attaches a managed policy to the role. */
export const attachRolePolicy: IamOperation<"AttachRolePolicy"> = async ({ RoleName, PolicyArn }, context) => {
  await changeHolder(context, "role", RoleName, (role, tx) => attachPolicy(tx, "role", role, PolicyArn));
  return {};
};
