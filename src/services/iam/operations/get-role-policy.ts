import { findInlinePolicy, viewHolder } from "../policy-holder.ts";
import { encodePolicy } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";

export const getRolePolicy: IamOperation<"GetRolePolicy"> = async ({ RoleName, PolicyName }, context) => {
  const role = await viewHolder(context, "role", RoleName);
  const document = findInlinePolicy("role", role, PolicyName);
  return { RoleName: role.name, PolicyName, PolicyDocument: encodePolicy(document) };
};
