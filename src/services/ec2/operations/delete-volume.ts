import { findServing, isSame } from "../../block-storage/layers/serving.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter, volumeInUse, volumeIsNot, volumeServed } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { findVolume } from "../volumes/find-volumes.ts";
import { removeVolume } from "../volumes/remove-volume.ts";

/** Deletes a volume that is attached to nothing; one that a rule of the recycle bin is for goes when its time there is over. Its snapshots stay. */
export const deleteVolume: Ec2Operation<"DeleteVolume"> = async ({ VolumeId: id, DryRun }, context) => {
  if (id === undefined) throw missingParameter("VolumeId");
  const { storage, clock } = context.host;
  const served = await findServing(context, id, context.host);
  await storage.partition(regionKey(context)).write(async (tx) => {
    const volume = await findVolume(tx, id);
    const [attachment] = volume.attachments;
    if (attachment) throw volumeInUse(id, attachment.instanceId);
    if (context.state.volumes.isServed(context, id) || (served && isSame(served, volume.served)))
      throw volumeServed(id);
    if (volume.state !== "available") throw volumeIsNot(id, "available");
    if (DryRun) throw dryRun();
    await removeVolume(tx, volume, clock.nowMs());
  });
  return {};
};
