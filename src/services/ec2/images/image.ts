import type { Image as WireImage } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import type { Place } from "../../service.ts";
import { type Tags, toTagList } from "../../tags.ts";
import { imagesNotFound } from "../errors.ts";
import { defineKind } from "../resources/kind.ts";
import type { BlockDevice } from "./block-device.ts";

/** An image to start instances from. Squall's instances are records: nothing of an image runs. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly ownerId: string;
  readonly ownerAlias: string | undefined;
  readonly architecture: "x86_64" | "arm64";
  readonly createdAt: string;
  readonly rootDevice: string;
  /** Of the root. */
  readonly snapshotId: string;
  readonly rootGiB: number;
  /** Of an image that an account has made; the well-known ones have their root alone. */
  readonly devices?: readonly BlockDevice[];
  readonly sourceInstanceId?: string;
  readonly sourceImageId?: string;
  readonly sourceImageRegion?: string;
  readonly isTokenRequired?: boolean;
  /** It was registered without `EnaSupport`. */
  readonly isEnaOff?: boolean;
  readonly deprecatedAt?: string;
  readonly isProtected?: boolean;
  /** Accounts that may launch it beside its owner. */
  readonly launchableBy?: readonly string[];
  /** Everybody may. */
  readonly isPublic?: boolean;
}

/** Everybody sees it and may launch it. */
export function isEverybodys(image: Image): boolean {
  return isWellKnown(image) || image.isPublic === true;
}

/** What those are listed by that anybody beside their owner may launch. */
export const lentParent = "lent";

/** Images that the account has made. */
export const images = defineKind<Image>({
  name: "image",
  prefix: "ami",
  code: "InvalidAMIID",
  parentOf: ({ isPublic, launchableBy = [] }) => (isPublic === true || launchableBy.length > 0 ? lentParent : ""),
  notFound: (id) => imagesNotFound([id]),
});

/** What its instances' volumes are made of, the root first. */
export function devicesOf(image: Image): readonly BlockDevice[] {
  if (image.devices) return image.devices;
  return [
    {
      device: image.rootDevice,
      snapshotId: image.snapshotId,
      sizeGiB: image.rootGiB,
      kind: "gp3",
      iops: undefined,
      throughput: undefined,
      isEncrypted: undefined,
      kmsKeyId: undefined,
      deleteOnTermination: true,
    },
  ];
}

export type ImageState = "available" | "pending" | "failed";

/** An image is available when all of its snapshots are. */
export async function stateOf(tx: ReadTransaction, { devices = [] }: Image): Promise<ImageState> {
  let state: ImageState = "available";
  for (const { snapshotId } of devices) {
    const snapshot = snapshotId === undefined ? undefined : await snapshotStore.find(tx, snapshotId);
    if (snapshot?.state === "error") return "failed";
    if (snapshot?.state === "pending") state = "pending";
  }
  return state;
}

export interface DescribedImage {
  readonly image: Image;
  readonly tags: Tags;
  readonly state: ImageState;
}

export function isWellKnown({ devices }: Image): boolean {
  return devices === undefined;
}

export function toImage({ image, tags, state }: DescribedImage, { region }: Pick<Place, "region">): WireImage {
  return {
    ImageId: image.id,
    ImageLocation: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
    ImageType: "machine",
    Public: isEverybodys(image),
    OwnerId: image.ownerId,
    ImageOwnerAlias: image.ownerAlias,
    Name: image.name,
    Description: image.description || undefined,
    Architecture: image.architecture,
    CreationDate: image.createdAt,
    State: state,
    PlatformDetails: "Linux/UNIX",
    UsageOperation: "RunInstances",
    RootDeviceName: image.rootDevice,
    RootDeviceType: "ebs",
    BlockDeviceMappings: devicesOf(image).map((each) => ({
      DeviceName: each.device,
      Ebs: {
        DeleteOnTermination: each.deleteOnTermination,
        SnapshotId: each.snapshotId,
        VolumeSize: each.sizeGiB,
        VolumeType: (each.kind ?? "gp3") as "gp3",
        Iops: each.iops,
        Throughput: each.throughput,
        Encrypted: each.isEncrypted ?? false,
      },
    })),
    EnaSupport: !image.isEnaOff,
    Hypervisor: "xen",
    SriovNetSupport: "simple",
    VirtualizationType: "hvm",
    ImdsSupport: image.isTokenRequired ? "v2.0" : undefined,
    SourceInstanceId: image.sourceInstanceId,
    SourceImageId: image.sourceImageId,
    SourceImageRegion: image.sourceImageId === undefined ? undefined : (image.sourceImageRegion ?? region),
    DeprecationTime: image.deprecatedAt,
    DeregistrationProtection: image.isProtected ? "enabled" : "disabled",
    Tags: toTagList(tags),
  };
}
