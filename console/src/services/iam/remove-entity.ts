import {
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteLoginProfileCommand,
  DeleteRoleCommand,
  DeleteServiceLinkedRoleCommand,
  DeleteUserCommand,
  GetGroupCommand,
  GetRoleCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
  ListInstanceProfilesForRoleCommand,
  RemoveRoleFromInstanceProfileCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import { isNotFound } from "../../aws/errors.ts";
import { type PolicyHolder, readHeldPolicies, removePolicy } from "./holder/holder.ts";

/** Deletes a role, user or group with what hangs on it, which IAM itself refuses to: as AWS's console does. */
export async function removeEntity(client: IAMClient, holder: PolicyHolder): Promise<void> {
  if (holder.kind === "role" && (await isServiceLinked(client, holder.name))) {
    await removeServiceLinked(client, holder.name);
    return;
  }
  for (const policy of await readHeldPolicies(client, holder)) await removePolicy(client, holder, policy);
  await { role: removeRole, user: removeUser, group: removeGroup }[holder.kind](client, holder.name);
}

async function removeRole(client: IAMClient, RoleName: string): Promise<void> {
  const { InstanceProfiles = [] } = await client.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
  for (const { InstanceProfileName } of InstanceProfiles) {
    await client.send(new RemoveRoleFromInstanceProfileCommand({ RoleName, InstanceProfileName }));
  }
  await client.send(new DeleteRoleCommand({ RoleName }));
}

async function removeUser(client: IAMClient, UserName: string): Promise<void> {
  const [{ AccessKeyMetadata = [] }, { Groups = [] }] = await Promise.all([
    client.send(new ListAccessKeysCommand({ UserName })),
    client.send(new ListGroupsForUserCommand({ UserName })),
  ]);
  for (const { AccessKeyId } of AccessKeyMetadata)
    await client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  await client.send(new DeleteLoginProfileCommand({ UserName })).catch(ignoreMissing);
  for (const { GroupName } of Groups) await client.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
  await client.send(new DeleteUserCommand({ UserName }));
}

function ignoreMissing(error: unknown): void {
  if (!isNotFound(error)) throw error;
}

async function removeGroup(client: IAMClient, GroupName: string): Promise<void> {
  const { Users = [] } = await client.send(new GetGroupCommand({ GroupName }));
  for (const { UserName } of Users) await client.send(new RemoveUserFromGroupCommand({ GroupName, UserName }));
  await client.send(new DeleteGroupCommand({ GroupName }));
}

async function isServiceLinked(client: IAMClient, RoleName: string): Promise<boolean> {
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  return Role?.Path?.startsWith("/aws-service-role/") ?? false;
}

const pollMs = 300;

/** Its service must agree that it goes, which takes a moment. */
async function removeServiceLinked(client: IAMClient, RoleName: string): Promise<void> {
  const { DeletionTaskId } = await client.send(new DeleteServiceLinkedRoleCommand({ RoleName }));
  for (;;) {
    const { Status, Reason } = await client.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }));
    if (Status === "SUCCEEDED") return;
    if (Status === "FAILED") throw new Error(Reason?.Reason ?? `The role ${RoleName} could not be deleted.`);
    await new Promise((resolve) => window.setTimeout(resolve, pollMs));
  }
}
