import type { BlockDeviceMapping, InstanceBlockDeviceMapping } from "@aws-sdk/client-ec2";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import type { Volume } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import type { Tags } from "../../tags.ts";
import {
  deviceInUse,
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  notSupported,
} from "../errors.ts";
import type { BlockDevice } from "../images/block-device.ts";
import type { Lent } from "../images/lent.ts";
import { limits } from "../limits.ts";
import type { Ec2Context } from "../operation.ts";
import { findSource } from "../snapshots/find-source.ts";
import { checkDevice } from "../volumes/check-device.ts";
import { makeVolume } from "../volumes/make-volume.ts";
import { removeVolume } from "../volumes/remove-volume.ts";
import { isRootDevice } from "../volumes/root-device.ts";
import type { Instance } from "./instance.ts";

/** The image's devices, each changed by what the launch says of it, and the launch's own. Source: "Block device mappings". */
export function readBlockDevices(
  own: readonly BlockDevice[],
  mappings: readonly BlockDeviceMapping[] = [],
): readonly BlockDevice[] {
  const devices = new Map(own.map((each) => [each.device, each]));
  const seen = new Set<string>();
  for (const { DeviceName: device, Ebs: ebs, VirtualName, NoDevice } of mappings) {
    if (device === undefined) throw missingParameter("blockDeviceMapping.deviceName");
    checkDevice(device);
    if (seen.has(device)) throw deviceInUse(device);
    seen.add(device);
    // This machine has no disks of its own to give: as for types without instance stores, it is left out.
    if (NoDevice !== undefined || VirtualName !== undefined) devices.delete(device);
    else devices.set(device, { ...devices.get(device), ...readDevice(device, ebs, devices.get(device)) });
  }
  if (devices.size > limits.volumesPerInstance)
    throw invalidParameterValue(`An instance has at most ${limits.volumesPerInstance} volumes.`);
  return [...devices.values()];
}

function readDevice(device: string, ebs: BlockDeviceMapping["Ebs"], own: BlockDevice | undefined): BlockDevice {
  if (!ebs) throw invalidParameterCombination(`No device is specified for ${device}`);
  if (ebs.OutpostArn !== undefined) throw notSupported("Ebs.OutpostArn");
  if (ebs.VolumeInitializationRate !== undefined) throw notSupported("Ebs.VolumeInitializationRate");
  if (ebs.EbsCardIndex) throw notSupported("Ebs.EbsCardIndex");
  return {
    device,
    snapshotId: ebs.SnapshotId ?? own?.snapshotId,
    sizeGiB: ebs.VolumeSize ?? own?.sizeGiB,
    kind: ebs.VolumeType ?? own?.kind,
    iops: ebs.Iops,
    throughput: ebs.Throughput,
    isEncrypted: ebs.Encrypted,
    kmsKeyId: ebs.KmsKeyId,
    deleteOnTermination: ebs.DeleteOnTermination ?? true,
  };
}

/** Makes the volumes of an instance that is being launched. */
export async function makeVolumes(
  tx: WriteTransaction,
  { id: instanceId, zone }: Instance,
  { devices, volumeTags: tags }: { readonly devices: readonly BlockDevice[]; readonly volumeTags: Tags },
  lent: Lent,
  context: Ec2Context,
): Promise<Volume[]> {
  const { isEncryptedByDefault, defaultKeyId } = await settingsStore.find(tx);
  const attachedMs = context.host.clock.nowMs();
  const volumes: Volume[] = [];
  for (const { device, snapshotId, deleteOnTermination, ...asked } of devices) {
    const source =
      snapshotId === undefined ? undefined : await findSource(tx, snapshotId, context, lent.snapshots.get(snapshotId));
    const attachments = [{ instanceId, device, state: "attaching", attachedMs, deleteOnTermination }] as const;
    const volume = { ...asked, zone, isMultiAttach: false, tags, attachments };
    const defaults = { isEncrypted: isEncryptedByDefault, kmsKeyId: defaultKeyId };
    volumes.push(await makeVolume(tx, volume, source, defaults, context));
  }
  return volumes;
}

/** An instance that is terminated loses its volumes: those that are to be deleted with it are. */
export async function releaseVolumes(tx: WriteTransaction, instanceId: string, nowMs: number): Promise<void> {
  for (const volume of await volumeStore.ofInstance(tx, instanceId)) {
    const [own] = volume.attachments.filter((each) => each.instanceId === instanceId);
    const attachments = volume.attachments.filter((each) => each !== own);
    const isDeleted = attachments.length === 0 && own?.deleteOnTermination === true;
    if (isDeleted) await removeVolume(tx, volume, nowMs);
    else await volumeStore.put(tx, { ...volume, attachments, state: attachments.length > 0 ? "in-use" : "available" });
  }
}

export async function volumesByInstance(tx: ReadTransaction): Promise<ReadonlyMap<string, readonly Volume[]>> {
  const byInstance = new Map<string, Volume[]>();
  for (const volume of await volumeStore.attached(tx)) {
    for (const { instanceId } of volume.attachments) {
      const others = byInstance.get(instanceId);
      // One that several instances share comes with each of them.
      if (!others) byInstance.set(instanceId, [volume]);
      else if (!others.includes(volume) && others.every(({ id }) => id !== volume.id)) others.push(volume);
    }
  }
  return byInstance;
}

/** In the order of their devices, the root first. */
export function toBlockDeviceMappings(instanceId: string, volumes: readonly Volume[]): InstanceBlockDeviceMapping[] {
  return volumes
    .flatMap(({ id, attachments }) =>
      attachments.flatMap((each) => (each.instanceId === instanceId ? [{ id, ...each }] : [])),
    )
    .sort(
      (left, right) =>
        Number(isRootDevice(right.device)) - Number(isRootDevice(left.device)) ||
        left.attachedMs - right.attachedMs ||
        (left.device < right.device ? -1 : 1),
    )
    .map(({ id, device, attachedMs, deleteOnTermination, state }) => ({
      DeviceName: device,
      Ebs: {
        AttachTime: new Date(attachedMs),
        DeleteOnTermination: deleteOnTermination,
        Status: state === "busy" ? "detaching" : state,
        VolumeId: id,
      },
    }));
}
