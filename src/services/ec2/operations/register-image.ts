import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import type { Image } from "../images/image.ts";
import { checkImageName, putImage } from "../images/put-image.ts";
import { readBlockDevices } from "../instances/block-devices.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";
import { findSource } from "../snapshots/find-source.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";

/** An image of snapshots that are there. */
export const registerImage: Ec2Operation<"RegisterImage"> = async (input, context) => {
  const { Name: name, Description = "", Architecture = "i386", RootDeviceName, BlockDeviceMappings, ...more } = input;
  const {
    TagSpecifications,
    VirtualizationType = "paravirtual",
    EnaSupport = false,
    DryRun,
    ImdsSupport,
    SriovNetSupport = "simple",
    ...others
  } = more;
  refuseOthers(others);
  if (SriovNetSupport !== "simple") refuseOthers({ SriovNetSupport });
  checkImageName(name);
  if (Architecture !== "x86_64" && Architecture !== "arm64")
    refuseOthers({ [`the architecture ${Architecture}`]: true });
  if (VirtualizationType !== "hvm") refuseOthers({ [`the virtualization ${VirtualizationType}`]: true });
  if (RootDeviceName === undefined) throw missingParameter("RootDeviceName");
  const tags = readTagSpecifications(TagSpecifications, ["image"]).get("image") ?? {};
  const devices = readBlockDevices([], BlockDeviceMappings);
  const root = devices.find(({ device }) => device === RootDeviceName);
  if (root?.snapshotId === undefined)
    throw invalidParameterValue(`The root device ${RootDeviceName} has no block device mapping with a snapshot.`);
  const id = makeId("ami", context.host.random);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const sized = [];
    for (const each of devices) {
      const source = each.snapshotId === undefined ? undefined : await findSource(tx, each.snapshotId, context);
      sized.push({ ...each, sizeGiB: each.sizeGiB ?? source?.sizeGiB });
    }
    if (DryRun) throw dryRun();
    const image: Image = {
      id,
      name,
      description: Description,
      ownerId: context.account,
      ownerAlias: undefined,
      architecture: Architecture === "arm64" ? "arm64" : "x86_64",
      createdAt: new Date(context.host.clock.nowMs()).toISOString(),
      rootDevice: RootDeviceName,
      snapshotId: root.snapshotId ?? "",
      rootGiB: sized.find(({ device }) => device === RootDeviceName)?.sizeGiB ?? 8,
      devices: sized,
      isEnaOff: !EnaSupport,
      isTokenRequired: ImdsSupport === "v2.0",
    };
    await putImage(tx, image, tags, context);
  });
  return { ImageId: id };
};
