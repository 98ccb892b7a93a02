import type { IamOperation } from "../operation.ts";
import { changeHolder, putInlinePolicy } from "../policy-holders/policy-holder.ts";

/** Adds or replaces an inline policy of the role. */
export const putRolePolicy: IamOperation<"PutRolePolicy"> = async (
  { RoleName, PolicyName, PolicyDocument },
  context,
) => {
  await changeHolder(context, "role", RoleName, (role) => putInlinePolicy("role", role, PolicyName, PolicyDocument));
  return {};
};
