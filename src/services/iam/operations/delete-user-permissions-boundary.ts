import { boundaryNotFound } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";

export const deleteUserPermissionsBoundary: IamOperation<"DeleteUserPermissionsBoundary"> = async (
  { UserName },
  context,
) => {
  await changeHolder(context, "user", UserName, (user) => {
    if (user.permissionsBoundary === undefined) throw boundaryNotFound("user", user.name);
    return { permissionsBoundary: undefined };
  });
  return {};
};
