import { fail } from "../../../platform/aws-error.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { rootPrincipal } from "../../principal.ts";
import { dryRun, imagesNotFound, imageUnavailable, missingParameter, notSupported } from "../errors.ts";
import type { BlockDevice } from "../images/block-device.ts";
import { findImage } from "../images/find-image.ts";
import { devicesOf, images, isWellKnown, stateOf } from "../images/image.ts";
import { findLentImage } from "../images/lent.ts";
import { checkImageName, checkImageRoom, putImage } from "../images/put-image.ts";
import { isRegion } from "../network/zones.ts";
import type { Ec2Operation } from "../operation.ts";
import { findMade, keepMade } from "../resources/given-token.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { putTags } from "../tags/put-tags.ts";

/** Of an image of this region or another, of this account or one that shares it: a copy of each of its snapshots, which must be shared, too. */
export const copyImage: Ec2Operation<"CopyImage"> = async (input, context) => {
  const { SourceImageId, SourceRegion, Name: name, Description, Encrypted, KmsKeyId, CopyImageTags, ...more } = input;
  const { TagSpecifications, ClientToken: token, DryRun, ...others } = more;
  refuseOthers(others);
  if (SourceImageId === undefined) throw missingParameter("SourceImageId");
  if (SourceRegion === undefined) throw missingParameter("SourceRegion");
  if (!isRegion(SourceRegion)) throw notSupported(`the region ${SourceRegion}`);
  checkImageName(name);
  const given = readTagSpecifications(TagSpecifications, ["image", "snapshot"]);
  const { storage, random, clock } = context.host;
  const at = { account: context.account, region: SourceRegion };
  const lent = await findLentImage(storage, SourceImageId, at);
  const own = lent
    ? undefined
    : await storage.partition(regionKey(at)).read(async (tx) => {
        const image = await findImage(tx, at, SourceImageId);
        if ((await stateOf(tx, image)) !== "available") throw imageUnavailable(SourceImageId);
        return { image, tags: CopyImageTags ? await tagStore.find(tx, SourceImageId) : {} };
      });
  // Tags are their owner's.
  const source = own ?? { image: lent?.image ?? fail(imagesNotFound([SourceImageId])), tags: {} };
  if (isWellKnown(source.image)) throw notSupported("copies of AWS's images");
  const partition = storage.partition(regionKey(context));
  const made = { operation: "CopyImage", token, input };
  const former = await partition.write(async (tx) => {
    const id = await findMade(tx, made, clock.nowMs());
    if (id === undefined) await checkImageRoom(tx, name, context);
    if (DryRun) throw dryRun();
    return id;
  });
  if (former !== undefined) return { ImageId: former };
  const id = makeId("ami", random);
  const devices: BlockDevice[] = [];
  const as = { principal: rootPrincipal(context.account) };
  for (const each of devicesOf(source.image)) {
    const asked = {
      SourceSnapshotId: each.snapshotId ?? "",
      SourceRegion,
      Description: `Copied for DestinationAmi ${id} from SourceAmi ${SourceImageId}.`,
      Encrypted,
      KmsKeyId,
    };
    const snapshotId =
      each.snapshotId === undefined ? undefined : (await context.call("ec2", "CopySnapshot", asked, as)).SnapshotId;
    devices.push({ ...each, snapshotId, isEncrypted: Encrypted ?? each.isEncrypted });
  }
  await partition.write(async (tx) => {
    const { sourceInstanceId: _, launchableBy: __, isPublic: ___, ...kept } = source.image;
    const root = devices.find(({ device }) => device === source.image.rootDevice);
    const image = {
      ...kept,
      id,
      name,
      ownerId: context.account,
      description: Description ?? "",
      createdAt: new Date(clock.nowMs()).toISOString(),
      snapshotId: root?.snapshotId ?? "",
      devices,
      sourceImageId: SourceImageId,
      sourceImageRegion: SourceRegion,
    };
    await putImage(tx, image, { ...source.tags, ...given.get("image") }, context);
    for (const { snapshotId } of devices)
      if (snapshotId !== undefined) await putTags(tx, snapshotId, given.get("snapshot") ?? {});
    await keepMade(tx, made, id, clock.nowMs());
    return images.require(tx, context, id);
  });
  return { ImageId: id };
};
