import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun, imagesNotFound } from "../errors.ts";
import {
  type DescribedImage,
  devicesOf,
  type Image,
  images,
  isEverybodys,
  isWellKnown,
  stateOf,
  toImage,
} from "../images/image.ts";
import { eachLentImage } from "../images/lent.ts";
import { wellKnownImages } from "../images/well-known-images.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";
import { checkIds } from "../resources/resource-id.ts";

/** Images that there are from the beginning, which are everybody's, those that the account has made, and others' that it may launch. */
export const describeImages: Ec2Operation<"DescribeImages"> = async (input, context) => {
  const { ImageIds: ids = [], Owners: owners = [], ExecutableUsers: users = [], Filters, DryRun } = input;
  checkPage(input, ids, "imagesSet");
  checkIds(ids, "ami", "InvalidAMIID");
  const { account } = context;
  const isOwned = ({ ownerId, ownerAlias }: Image) =>
    owners.length === 0 ||
    owners.some((owner) => owner === ownerId || owner === ownerAlias || (owner === "self" && ownerId === account));
  const isExecutable = (image: Image) =>
    users.length === 0 ||
    users.some((user) =>
      user === "all" ? isEverybodys(image) : image.launchableBy?.includes(user === "self" ? account : user) === true,
    );
  const fits = compileFilters(Filters, filters, ({ tags }) => tags);
  const lent: DescribedImage[] = [];
  // Tags are their owner's.
  for await (const { image, state } of eachLentImage(context.host.storage, context, { owners, ids }))
    lent.push({ image, state, tags: {} });
  const found = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const all = [...wellKnownImages(context), ...(await images.list(tx, context))];
    const missing = ids.filter((id) => ![...all, ...lent.map(({ image }) => image)].some((image) => image.id === id));
    if (missing.length > 0) throw imagesNotFound(missing);
    if (DryRun) throw dryRun();
    const tags = await tagStore.ofKind(tx, "ami-");
    const shown: DescribedImage[] = [];
    for (const image of all)
      if (isExecutable(image) && (ids.length === 0 || ids.includes(image.id)) && isOwned(image))
        shown.push({ image, tags: tags.get(image.id) ?? {}, state: await stateOf(tx, image) });
    const isAsked = ({ image }: DescribedImage) =>
      isExecutable(image) && (ids.length === 0 || ids.includes(image.id)) && isOwned(image);
    return [...shown, ...lent.filter(isAsked)];
  });
  const shown = found.filter(fits).sort((left, right) => (left.image.id < right.image.id ? -1 : 1));
  const { items, NextToken } = toPage(shown, ({ image }) => image.id, input);
  return { Images: items.map((each) => toImage(each, context)), NextToken };
};

/** Source: "DescribeImages", "Filters". */
const filters: FilterTable<DescribedImage> = {
  architecture: ({ image }) => [image.architecture],
  "block-device-mapping.delete-on-termination": ({ image }) =>
    devicesOf(image).map((each) => String(each.deleteOnTermination)),
  "block-device-mapping.device-name": ({ image }) => devicesOf(image).map((each) => each.device),
  "block-device-mapping.encrypted": ({ image }) => devicesOf(image).map((each) => String(each.isEncrypted ?? false)),
  "block-device-mapping.snapshot-id": ({ image }) => devicesOf(image).map((each) => each.snapshotId),
  "block-device-mapping.volume-size": ({ image }) => devicesOf(image).map((each) => String(each.sizeGiB)),
  "block-device-mapping.volume-type": ({ image }) => devicesOf(image).map((each) => each.kind),
  "creation-date": ({ image }) => [image.createdAt],
  description: ({ image }) => [image.description],
  "ena-support": ({ image }) => [String(!image.isEnaOff)],
  "free-tier-eligible": ({ image }) => [String(isWellKnown(image))],
  hypervisor: () => ["xen"],
  "image-allowed": () => ["true"],
  "image-id": ({ image }) => [image.id],
  "image-type": () => ["machine"],
  "is-public": ({ image }) => [String(isEverybodys(image))],
  "kernel-id": () => [],
  "manifest-location": ({ image }) => [`${image.ownerAlias ?? image.ownerId}/${image.name}`],
  name: ({ image }) => [image.name],
  "owner-alias": ({ image }) => [image.ownerAlias],
  "owner-id": ({ image }) => [image.ownerId],
  platform: () => [],
  "product-code": () => [],
  "product-code.type": () => [],
  "ramdisk-id": () => [],
  "root-device-name": ({ image }) => [image.rootDevice],
  "root-device-type": () => ["ebs"],
  "source-image-id": ({ image }) => [image.sourceImageId],
  "source-image-region": ({ image }) => [image.sourceImageRegion],
  "source-instance-id": ({ image }) => [image.sourceInstanceId],
  "sriov-net-support": () => ["simple"],
  state: ({ state }) => [state],
  "state-reason-code": () => [],
  "state-reason-message": () => [],
  "virtualization-type": () => ["hvm"],
};
