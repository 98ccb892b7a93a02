import type { ModifyImageAttributeCommandInput } from "@aws-sdk/client-ec2";
import { invalidParameterValue, missingParameter, notSupported } from "../errors.ts";

interface Permission {
  readonly UserId?: string | undefined;
  readonly Group?: string | undefined;
  readonly OrganizationArn?: string | undefined;
  readonly OrganizationalUnitArn?: string | undefined;
}

type Input = Pick<
  ModifyImageAttributeCommandInput,
  "LaunchPermission" | "OperationType" | "UserIds" | "UserGroups" | "OrganizationArns" | "OrganizationalUnitArns"
>;

/** Who is given the permission to launch an image, and from whom it is taken. Throws for what is no account, and for what is not built. */
export function readPermissions(input: Input): { added: readonly Permission[]; removed: readonly Permission[] } {
  const { LaunchPermission, OperationType, UserIds = [], UserGroups = [] } = input;
  for (const member of ["OrganizationArns", "OrganizationalUnitArns"] as const)
    if (input[member]?.length) throw notSupported(member);
  const named: Permission[] = [...UserIds.map((UserId) => ({ UserId })), ...UserGroups.map((Group) => ({ Group }))];
  if (named.length > 0 && OperationType === undefined) throw missingParameter("operationType");
  const added = [...(LaunchPermission?.Add ?? []), ...(OperationType === "add" ? named : [])];
  const removed = [...(LaunchPermission?.Remove ?? []), ...(OperationType === "remove" ? named : [])];
  for (const { UserId, Group, OrganizationArn, OrganizationalUnitArn } of [...added, ...removed]) {
    if (OrganizationArn !== undefined || OrganizationalUnitArn !== undefined)
      throw notSupported("launch permissions of organizations");
    if (Group !== undefined && Group !== "all") throw invalidParameterValue(`Invalid value '${Group}' for group.`);
    if (UserId !== undefined && !/^\d{12}$/.test(UserId))
      throw invalidParameterValue(`Invalid value '${UserId}' for userId. The account ID is not valid.`);
  }
  return { added, removed };
}
