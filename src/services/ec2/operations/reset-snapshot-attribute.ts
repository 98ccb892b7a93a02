import { regionKey } from "../../block-storage/region-key.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** Only its owner may make volumes of a snapshot from now on. */
export const resetSnapshotAttribute: Ec2Operation<"ResetSnapshotAttribute"> = async (input, context) => {
  const { SnapshotId: id, Attribute: name, DryRun } = input;
  if (id === undefined) throw missingParameter("SnapshotId");
  if (name !== "createVolumePermission")
    throw invalidParameterValue(`Value (${name}) for parameter attribute is invalid. The attribute cannot be reset.`);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const snapshot = await findSnapshot(tx, id);
    if (DryRun) throw dryRun();
    await snapshotStore.put(tx, { ...snapshot, sharedWith: [], isPublic: false });
  });
  return {};
};
