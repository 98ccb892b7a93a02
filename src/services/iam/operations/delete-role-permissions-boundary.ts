import { boundaryNotFound } from "../errors.ts";
import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

export const deleteRolePermissionsBoundary: IamOperation<"DeleteRolePermissionsBoundary"> = async (
  { RoleName },
  context,
) => {
  await changeHolder(context, "role", RoleName, (role) => {
    if (role.permissionsBoundary === undefined) throw boundaryNotFound("role", role.name);
    return { permissionsBoundary: undefined };
  });
  return {};
};
