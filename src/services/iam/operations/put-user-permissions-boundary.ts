import { checkBoundary } from "../permissions-boundary.ts";
import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

/** Sets the policy that bounds what the user's own policies can give. */
export const putUserPermissionsBoundary: IamOperation<"PutUserPermissionsBoundary"> = async (
  { UserName, PermissionsBoundary },
  context,
) => {
  await changeHolder(context, "user", UserName, async (_user, tx) => {
    await checkBoundary(tx, PermissionsBoundary);
    return { permissionsBoundary: PermissionsBoundary };
  });
  return {};
};
