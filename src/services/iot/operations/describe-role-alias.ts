import type { IotOperation } from "../operation.ts";
import { findRoleAlias, toRoleAlias } from "../roles/role-alias.ts";

export const describeRoleAlias: IotOperation<"DescribeRoleAlias"> = async ({ roleAlias: name = "" }, context) => {
  const alias = await context.state.registry.read(context, (tx) => findRoleAlias(tx, name));
  return { roleAliasDescription: toRoleAlias(context, name, alias) };
};
