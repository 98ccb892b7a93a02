import { parseArn } from "../../../platform/arn.ts";
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

/** Throws for what is no role's ARN, or is not one of the caller's own account: who is given another's would act for that account in the name of a service that it trusts. */
export function checkRoleArn(arn: string, { account }: Pick<Place, "account">): void {
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(arn)) throw invalidRequest(`The role ARN ${arn} is not valid.`);
  if (parseArn(arn)?.account !== account) throw invalidRequest("Cross-account pass role is not allowed.");
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
