import { regionKey } from "../../block-storage/region-key.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import { rootPrincipal } from "../../principal.ts";
import { dryRun, incorrectInstanceState, missingParameter } from "../errors.ts";
import type { BlockDevice } from "../images/block-device.ts";
import { findImage } from "../images/find-image.ts";
import type { Image } from "../images/image.ts";
import { checkImageName, checkImageRoom, putImage } from "../images/put-image.ts";
import { readBlockDevices } from "../instances/block-devices.ts";
import { findInstances } from "../instances/find-instances.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";

/** An image of an instance: a snapshot of each of its volumes. It is available when they are completed. */
export const createImage: Ec2Operation<"CreateImage"> = async (input, context) => {
  const {
    InstanceId,
    Name: name,
    Description = "",
    NoReboot: _,
    BlockDeviceMappings,
    TagSpecifications,
    ...more
  } = input;
  const { DryRun, SnapshotLocation = "regional", ...others } = more;
  refuseOthers(others);
  if (SnapshotLocation !== "regional") refuseOthers({ SnapshotLocation });
  if (InstanceId === undefined) throw missingParameter("InstanceId");
  checkImageName(name);
  const tagged = readTagSpecifications(TagSpecifications, ["image", "snapshot"]);
  const { storage, random, clock } = context.host;
  const partition = storage.partition(regionKey(context));
  const id = makeId("ami", random);
  const { instance, attached } = await partition.write(async (tx) => {
    const [instance] = await findInstances(tx, [InstanceId]);
    if (!instance || !["running", "stopped", "stopping", "pending"].includes(instance.state))
      throw incorrectInstanceState(
        `The instance '${InstanceId}' is not in a state from which an image can be created.`,
      );
    await checkImageRoom(tx, name, context);
    if (DryRun) throw dryRun();
    return { instance, attached: await volumeStore.ofInstance(tx, InstanceId) };
  });
  const devices: BlockDevice[] = [];
  for (const volume of attached) {
    const { device = "", deleteOnTermination = true } =
      volume.attachments.find((each) => each.instanceId === InstanceId) ?? {};
    const Description = `Created by CreateImage(${InstanceId}) for ${id}`;
    const tags = Object.entries(tagged.get("snapshot") ?? {}).map(([Key, Value]) => ({ Key, Value }));
    const TagSpecifications = tags.length > 0 ? [{ ResourceType: "snapshot" as const, Tags: tags }] : [];
    // The image is the caller's to make, and its snapshots are EC2's.
    const as = { principal: rootPrincipal(context.account) };
    const asked = { VolumeId: volume.id, Description, TagSpecifications };
    const { SnapshotId: snapshotId } = await context.call("ec2", "CreateSnapshot", asked, as);
    const { sizeGiB, kind, iops, throughput, isEncrypted, kmsKeyId } = volume;
    const own = { sizeGiB, kind, iops, throughput, isEncrypted, kmsKeyId };
    devices.push({ device, snapshotId, ...own, deleteOnTermination });
  }
  await partition.write(async (tx) => {
    const source = await findImage(tx, context, instance.imageId).catch(() => undefined);
    const rootDevice = instance.rootDeviceName ?? source?.rootDevice ?? "/dev/xvda";
    const root = devices.find(({ device }) => device === rootDevice);
    const image: Image = {
      id,
      name,
      description: Description,
      ownerId: context.account,
      ownerAlias: undefined,
      architecture: instance.architecture,
      createdAt: new Date(clock.nowMs()).toISOString(),
      rootDevice,
      snapshotId: root?.snapshotId ?? "",
      rootGiB: root?.sizeGiB ?? 8,
      devices: readBlockDevices(devices, BlockDeviceMappings),
      sourceInstanceId: InstanceId,
      sourceImageId: instance.imageId,
      sourceImageRegion: context.region,
      isTokenRequired: instance.tokensRequired,
    };
    await putImage(tx, image, tagged.get("image") ?? {}, context);
  });
  return { ImageId: id };
};
