import type { Image as WireImage } from "@aws-sdk/client-ec2";
import { type Tags, toTagList } from "../../tags.ts";
import { dryRun, imagesNotFound } from "../errors.ts";
import { type Image, rootDevice, wellKnownImages } from "../images/well-known-images.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";
import { regionKey } from "../resources/region-key.ts";
import { checkIds } from "../resources/resource-id.ts";
import { tagStore } from "../tags/tag-store.ts";

/** Images that there are from the beginning. All of them are public, and none is the caller's. */
export const describeImages: Ec2Operation<"DescribeImages"> = async (input, context) => {
  const { ImageIds: ids = [], Owners: owners = [], ExecutableUsers: users = [], Filters, DryRun } = input;
  checkPage(input, ids, "imagesSet");
  checkIds(ids, "ami", "InvalidAMIID");
  const images = wellKnownImages(context);
  const missing = ids.filter((id) => !images.some((image) => image.id === id));
  if (missing.length > 0) throw imagesNotFound(missing);
  if (DryRun) throw dryRun();
  const tags = await context.host.storage.partition(regionKey(context)).read((tx) => tagStore.ofKind(tx, "ami-"));
  const isOwned = ({ ownerId, ownerAlias }: Image) =>
    owners.length === 0 || owners.some((owner) => owner === ownerId || owner === ownerAlias);
  const isExecutable = users.length === 0 || users.includes("all");
  const fits = compileFilters(Filters, filters, ({ tags: own }) => own);
  const shown = images
    .filter((image) => isExecutable && (ids.length === 0 || ids.includes(image.id)) && isOwned(image))
    .map((image) => ({ image, tags: tags.get(image.id) ?? {} }))
    .filter(fits)
    .sort((left, right) => (left.image.id < right.image.id ? -1 : 1));
  const { items, NextToken } = toPage(shown, ({ image }) => image.id, input);
  return { Images: items.map(toImage), NextToken };
};

interface TaggedImage {
  readonly image: Image;
  readonly tags: Tags;
}

function toImage({ image, tags }: TaggedImage): WireImage {
  return {
    ImageId: image.id,
    ImageLocation: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
    ImageType: "machine",
    Public: true,
    OwnerId: image.ownerId,
    ImageOwnerAlias: image.ownerAlias,
    Name: image.name,
    Description: image.description,
    Architecture: image.architecture,
    CreationDate: image.createdAt,
    State: "available",
    PlatformDetails: "Linux/UNIX",
    UsageOperation: "RunInstances",
    RootDeviceName: rootDevice(image),
    RootDeviceType: "ebs",
    BlockDeviceMappings: [
      {
        DeviceName: rootDevice(image),
        Ebs: {
          DeleteOnTermination: true,
          SnapshotId: image.snapshotId,
          VolumeSize: image.rootGiB,
          VolumeType: "gp3",
          Encrypted: false,
        },
      },
    ],
    EnaSupport: true,
    Hypervisor: "xen",
    SriovNetSupport: "simple",
    VirtualizationType: "hvm",
    Tags: toTagList(tags),
  };
}

const filters: FilterTable<TaggedImage> = {
  architecture: ({ image }) => [image.architecture],
  "creation-date": ({ image }) => [image.createdAt],
  description: ({ image }) => [image.description],
  "ena-support": () => ["true"],
  hypervisor: () => ["xen"],
  "image-id": ({ image }) => [image.id],
  "image-type": () => ["machine"],
  "is-public": () => ["true"],
  name: ({ image }) => [image.name],
  "owner-alias": ({ image }) => [image.ownerAlias],
  "owner-id": ({ image }) => [image.ownerId],
  platform: () => [],
  "root-device-name": ({ image }) => [rootDevice(image)],
  "root-device-type": () => ["ebs"],
  state: () => ["available"],
  "virtualization-type": () => ["hvm"],
};
