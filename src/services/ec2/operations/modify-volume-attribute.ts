import { regionKey } from "../../block-storage/region-key.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import { dryRun, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { findVolume } from "../volumes/find-volumes.ts";

/** Whether I/O is enabled again by itself after EBS has found a volume's data in doubt, which does not happen here. */
export const modifyVolumeAttribute: Ec2Operation<"ModifyVolumeAttribute"> = async (input, context) => {
  const { VolumeId: id, AutoEnableIO: given, DryRun } = input;
  if (id === undefined) throw missingParameter("VolumeId");
  if (given?.Value === undefined) throw missingParameter("AutoEnableIO");
  const autoEnablesIo = given.Value;
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const volume = await findVolume(tx, id);
    if (DryRun) throw dryRun();
    await volumeStore.put(tx, { ...volume, autoEnablesIo });
  });
  return {};
};
