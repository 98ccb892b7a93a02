import type { IamOperation } from "../operation.ts";
import { checkBoundary } from "../policy-holders/check-boundary.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";

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
