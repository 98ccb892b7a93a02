import { boundaryNotFound } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";

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
