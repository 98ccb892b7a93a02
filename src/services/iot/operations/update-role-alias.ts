import type { IotOperation } from "../operation.ts";
import { roleAliases } from "../records/setting-records.ts";
import { checkRoleArn, findRoleAlias, roleAliasArn } from "../roles/role-alias.ts";

export const updateRoleAlias: IotOperation<"UpdateRoleAlias"> = async (input, context) => {
  const { roleAlias: name = "", roleArn, credentialDurationSeconds } = input;
  if (roleArn !== undefined) checkRoleArn(roleArn, context);
  const modifiedMs = context.host.clock.nowMs();
  await context.state.registry.write(context, async (tx) => {
    const alias = await findRoleAlias(tx, name);
    await roleAliases.put(tx, name, {
      ...alias,
      roleArn: roleArn ?? alias.roleArn,
      durationSeconds: credentialDurationSeconds ?? alias.durationSeconds,
      modifiedMs,
    });
  });
  return { roleAlias: name, roleAliasArn: roleAliasArn(context, name) };
};
