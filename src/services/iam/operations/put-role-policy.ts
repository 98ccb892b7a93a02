import { changeHolder, putInlinePolicy } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

/** Adds or replaces an inline policy of the role. */
export const putRolePolicy: IamOperation<"PutRolePolicy"> = async (
  { RoleName, PolicyName, PolicyDocument },
  context,
) => {
  await changeHolder(context, "role", RoleName, (role) => putInlinePolicy("role", role, PolicyName, PolicyDocument));
  return {};
};
