import type { IotOperation } from "../operation.ts";
import { roleAliases } from "../records/setting-records.ts";
import { findRoleAlias } from "../roles/role-alias.ts";

export const deleteRoleAlias: IotOperation<"DeleteRoleAlias"> = async ({ roleAlias: name = "" }, context) => {
  await context.state.registry.write(context, async (tx) => {
    await findRoleAlias(tx, name);
    await roleAliases.remove(tx, name);
  });
  return {};
};
