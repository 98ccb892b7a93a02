import type { IamOperation } from "../operation.ts";
import { changeHolder, viewHolder } from "../policy-holders/policy-holder.ts";
import { toCreatedRole } from "../roles/to-role.ts";

export const updateRoleDescription: IamOperation<"UpdateRoleDescription"> = async (
  { RoleName, Description },
  context,
) => {
  await changeHolder(context, "role", RoleName, () => ({ description: Description }));
  return { Role: toCreatedRole(await viewHolder(context, "role", RoleName)) };
};
