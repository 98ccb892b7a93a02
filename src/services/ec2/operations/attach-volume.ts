import { regionKey } from "../../block-storage/region-key.ts";
import { volumeSettleMs, volumeTimer } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import {
  alreadyAttached,
  deviceInUse,
  dryRun,
  instanceIsNot,
  missingParameter,
  notSupported,
  tooManyAttachments,
  volumeIsNot,
  zoneMismatch,
} from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { checkDevice } from "../volumes/check-device.ts";
import { findVolume } from "../volumes/find-volumes.ts";
import { toAttachment } from "../volumes/to-volume.ts";

/** Attaches a volume to an instance that runs or is stopped, under a device's name that it does not have yet. */
export const attachVolume: Ec2Operation<"AttachVolume"> = async (input, context) => {
  const { VolumeId: volumeId, InstanceId: instanceId, Device: device, EbsCardIndex, DryRun } = input;
  if (volumeId === undefined) throw missingParameter("volume");
  if (instanceId === undefined) throw missingParameter("instance");
  if (device === undefined) throw missingParameter("device");
  if (EbsCardIndex) throw notSupported("EbsCardIndex");
  checkDevice(device);
  const { storage, clock } = context.host;
  return storage.partition(regionKey(context)).write(async (tx) => {
    const volume = await findVolume(tx, volumeId);
    const [instance] = await findInstances(tx, [instanceId]);
    if (instance?.state !== "running" && instance?.state !== "stopped") throw instanceIsNot(instanceId, "running");
    if (volume.attachments.some((each) => each.instanceId === instanceId)) throw alreadyAttached(volumeId);
    if (volume.state === "in-use" && !volume.isMultiAttach) throw alreadyAttached(volumeId);
    if (volume.state !== "available" && volume.state !== "in-use") throw volumeIsNot(volumeId, "available");
    if (volume.attachments.length >= limits.attachmentsPerVolume) throw tooManyAttachments(limits.attachmentsPerVolume);
    if (volume.zone !== instance.zone) throw zoneMismatch(volumeId, instanceId);
    const others = await volumeStore.ofInstance(tx, instanceId);
    if (
      others.some(({ attachments }) =>
        attachments.some((each) => each.instanceId === instanceId && each.device === device),
      )
    )
      throw deviceInUse(device);
    if (others.length >= limits.volumesPerInstance) throw tooManyAttachments(limits.volumesPerInstance);
    if (DryRun) throw dryRun();
    const attachedMs = clock.nowMs();
    const attachment = { instanceId, device, state: "attaching", attachedMs, deleteOnTermination: false } as const;
    await volumeStore.put(tx, { ...volume, state: "in-use", attachments: [...volume.attachments, attachment] });
    await tx.setTimer({ kind: volumeTimer, key: volumeId, dueMs: attachedMs + volumeSettleMs.attaching });
    return toAttachment(volumeId, attachment);
  });
};
