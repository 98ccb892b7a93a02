import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { invalidRequest, resourceNotFound } from "../errors.ts";
import { type RoleAlias, roleAliases } from "../records/setting-records.ts";
import { iotArn } from "../registry/registry.ts";

export function roleAliasArn(at: Place, name: string): string {
  return iotArn(at, `rolealias/${name}`);
}

export async function findRoleAlias(tx: ReadTransaction, name: string): Promise<RoleAlias> {
  const alias = await roleAliases.find(tx, name);
  if (!alias) throw resourceNotFound(`Role alias ${name} does not exist`);
  return alias;
}

/** Throws for what is no role's ARN. */
export function checkRoleArn(arn: string): void {
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(arn)) throw invalidRequest(`The role ARN ${arn} is not valid.`);
}

export function toRoleAlias(at: Place, name: string, { roleArn, durationSeconds, createdMs, modifiedMs }: RoleAlias) {
  return {
    roleAlias: name,
    roleAliasArn: roleAliasArn(at, name),
    roleArn,
    owner: at.account,
    credentialDurationSeconds: durationSeconds,
    creationDate: new Date(createdMs),
    lastModifiedDate: new Date(modifiedMs),
  };
}
