import { checkBoundary } from "../permissions-boundary.ts";
import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

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
