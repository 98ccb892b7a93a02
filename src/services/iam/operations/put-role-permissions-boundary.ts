import type { IamOperation } from "../operation.ts";
import { checkBoundary } from "../policy-holders/check-boundary.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";

/** Sets the policy that bounds what the role's own policies can give. */
export const putRolePermissionsBoundary: IamOperation<"PutRolePermissionsBoundary"> = async (
  { RoleName, PermissionsBoundary },
  context,
) => {
  await changeHolder(context, "role", RoleName, async (_role, tx) => {
    await checkBoundary(tx, PermissionsBoundary);
    return { permissionsBoundary: PermissionsBoundary };
  });
  return {};
};
