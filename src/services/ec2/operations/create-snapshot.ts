import { sealForSnapshot } from "../../block-storage/layers/shared-volumes.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter, notSupported, volumeIsNot } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { takeSnapshot } from "../snapshots/take-snapshot.ts";
import { toMadeSnapshot } from "../snapshots/to-snapshot.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { findVolume } from "../volumes/find-volumes.ts";

/** Takes a snapshot of what the volume holds now, also while it is being written. */
export const createSnapshot: Ec2Operation<"CreateSnapshot"> = async (input, context) => {
  const { VolumeId: volumeId, Description: description = "", DryRun, OutpostArn, Location = "regional" } = input;
  if (volumeId === undefined) throw missingParameter("VolumeId");
  if (OutpostArn !== undefined) throw notSupported("OutpostArn");
  if (Location !== "regional") throw notSupported(`the location ${Location}`);
  const tags = readTagSpecifications(input.TagSpecifications, ["snapshot"]).get("snapshot") ?? {};
  const partition = context.host.storage.partition(regionKey(context));
  await partition.read((tx) => findVolume(tx, volumeId));
  const sealed = await sealForSnapshot(context.state, context, volumeId);
  return partition.write(async (tx) => {
    const volume = await findVolume(tx, volumeId);
    if (volume.state !== "available" && volume.state !== "in-use") throw volumeIsNot(volumeId, "available");
    if (DryRun) throw dryRun();
    const snapshot = await takeSnapshot(tx, volume, { description, tags, sealed }, context);
    return toMadeSnapshot(snapshot, tags);
  });
};
