import type { IamOperation } from "../operation.ts";
import { findInlinePolicy, viewHolder } from "../policy-holders/policy-holder.ts";
import { encodePolicy } from "../policy-holders/to-policy-holder.ts";

export const getRolePolicy: IamOperation<"GetRolePolicy"> = async ({ RoleName, PolicyName }, context) => {
  const role = await viewHolder(context, "role", RoleName);
  const document = findInlinePolicy("role", role, PolicyName);
  return { RoleName: role.name, PolicyName, PolicyDocument: encodePolicy(document) };
};
