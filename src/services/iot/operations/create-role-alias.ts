import { resourceAlreadyExists } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { roleAliases } from "../records/setting-records.ts";
import { checkRoleArn, roleAliasArn } from "../roles/role-alias.ts";
import { toTags } from "../tags/tags.ts";

export const createRoleAlias: IotOperation<"CreateRoleAlias"> = async (input, context) => {
  const { roleAlias: name = "", roleArn = "", credentialDurationSeconds: durationSeconds = 3_600, tags } = input;
  checkRoleArn(roleArn, context);
  const nowMs = context.host.clock.nowMs();
  const arn = roleAliasArn(context, name);
  await context.state.registry.write(context, async (tx) => {
    if (await roleAliases.find(tx, name))
      throw resourceAlreadyExists(`RoleAlias cannot be created - already exists (name=${name})`, { id: name, arn });
    await roleAliases.put(tx, name, {
      roleArn,
      durationSeconds,
      createdMs: nowMs,
      modifiedMs: nowMs,
      tags: toTags(tags),
    });
  });
  return { roleAlias: name, roleAliasArn: arn };
};
