import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import type { Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import {
  cannotBeShared,
  dryRun,
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  sharingIsBlocked,
} from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

interface Permission {
  readonly UserId?: string | undefined;
  readonly Group?: string | undefined;
}

/** Who else may make volumes of a snapshot: accounts, or everybody. */
export const modifySnapshotAttribute: Ec2Operation<"ModifySnapshotAttribute"> = async (input, context) => {
  const {
    SnapshotId: id,
    Attribute,
    OperationType,
    UserIds = [],
    GroupNames = [],
    CreateVolumePermission,
    DryRun,
  } = input;
  if (id === undefined) throw missingParameter("SnapshotId");
  if (Attribute !== undefined && Attribute !== "createVolumePermission")
    throw invalidParameterValue(
      `Value (${Attribute}) for parameter attribute is invalid. The attribute cannot be modified.`,
    );
  const named: Permission[] = [...UserIds.map((UserId) => ({ UserId })), ...GroupNames.map((Group) => ({ Group }))];
  if (named.length > 0 && OperationType === undefined) throw missingParameter("operationType");
  const added = [...(CreateVolumePermission?.Add ?? []), ...(OperationType === "add" ? named : [])];
  const removed = [...(CreateVolumePermission?.Remove ?? []), ...(OperationType === "remove" ? named : [])];
  if (added.length + removed.length === 0) throw invalidParameterCombination("No attributes specified.");
  for (const { UserId, Group } of [...added, ...removed]) {
    if (Group !== undefined && Group !== "all") throw invalidParameterValue(`Invalid value '${Group}' for group.`);
    if (UserId !== undefined && !/^\d{12}$/.test(UserId))
      throw invalidParameterValue(`Invalid value '${UserId}' for userId. The account ID is not valid.`);
  }
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const snapshot = await findSnapshot(tx, id);
    const makesPublic = added.some(({ Group }) => Group === "all");
    if (snapshot.isEncrypted && makesPublic) throw cannotBeShared(id);
    if (makesPublic && (await settingsStore.find(tx)).publicSnapshots !== "unblocked")
      throw sharingIsBlocked("snapshots");
    const sharedWith = new Set(snapshot.sharedWith);
    for (const { UserId } of added) if (UserId !== undefined) sharedWith.add(UserId);
    for (const { UserId } of removed) if (UserId !== undefined) sharedWith.delete(UserId);
    if (sharedWith.size > limits.sharedAccounts)
      throw invalidParameterValue(`A snapshot is shared with at most ${limits.sharedAccounts} accounts.`);
    const isPublic = makesPublic || (snapshot.isPublic && !removed.some(({ Group }) => Group === "all"));
    if (DryRun) throw dryRun();
    await snapshotStore.put(tx, { ...snapshot, sharedWith: [...sharedWith], isPublic } satisfies Snapshot);
  });
  return {};
};
