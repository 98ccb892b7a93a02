import { changeHolder, viewHolder } from "../policy-holder.ts";
import { toCreatedRole } from "../role-output.ts";
import type { IamOperation } from "../service-context.ts";

export const updateRoleDescription: IamOperation<"UpdateRoleDescription"> = async (
  { RoleName, Description },
  context,
) => {
  await changeHolder(context, "role", RoleName, () => ({ description: Description }));
  return { Role: toCreatedRole(await viewHolder(context, "role", RoleName)) };
};
