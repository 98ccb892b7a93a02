import { regionKey } from "../../block-storage/region-key.ts";
import { volumeSettleMs, volumeTimer } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import { dryRun, missingParameter, notAttached, rootVolume, volumeIs } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import type { Ec2Operation } from "../operation.ts";
import { findVolume } from "../volumes/find-volumes.ts";
import { isRootDevice } from "../volumes/root-device.ts";
import { toAttachment } from "../volumes/to-volume.ts";

/** Detaches a volume. A root volume can be while its instance is stopped. With Force there is nothing more to do here: nothing has it mounted. */
export const detachVolume: Ec2Operation<"DetachVolume"> = async (input, context) => {
  const { VolumeId: volumeId, InstanceId: given, Device: device, DryRun } = input;
  if (volumeId === undefined) throw missingParameter("volume");
  const { storage, clock } = context.host;
  return storage.partition(regionKey(context)).write(async (tx) => {
    const volume = await findVolume(tx, volumeId);
    const [first, ...others] = volume.attachments;
    if (!first) throw volumeIs(volumeId, volume.state);
    if (given !== undefined) await findInstances(tx, [given]);
    else if (others.length > 0) throw missingParameter("instance");
    const instanceId = given ?? first.instanceId;
    const attachment = volume.attachments.find((each) => each.instanceId === instanceId);
    if (!attachment || (device !== undefined && device !== attachment.device)) throw notAttached(volumeId, instanceId);
    if (attachment.state === "detaching") throw volumeIs(volumeId, "detaching");
    const [instance] = await findInstances(tx, [instanceId]);
    if (isRootDevice(attachment.device) && instance && instance.state !== "stopped")
      throw rootVolume(volumeId, instanceId);
    if (DryRun) throw dryRun();
    const detaching = { ...attachment, state: "detaching" } as const;
    const attachments = volume.attachments.map((each) => (each === attachment ? detaching : each));
    await volumeStore.put(tx, { ...volume, attachments });
    await tx.setTimer({ kind: volumeTimer, key: volumeId, dueMs: clock.nowMs() + volumeSettleMs.detaching });
    return toAttachment(volumeId, detaching);
  });
};
