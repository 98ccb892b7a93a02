import type { Binned } from "../../block-storage/recycle-bin/binned.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import type { ServiceTimer } from "../../service.ts";
import { imagesNotFound } from "../errors.ts";
import { defineKind } from "../resources/kind.ts";
import type { Image } from "./image.ts";

export type BinnedImage = Image & Binned;

/** Images that were deregistered and are kept by a rule of the recycle bin: a kind of their own, so that no list of images has them. */
export const binnedImages = defineKind<BinnedImage>({
  name: "binned-image",
  prefix: "ami",
  code: "InvalidAMIID",
  notFound: (id) => imagesNotFound([id]),
});

/** The key is the image's id. */
export const dropImageTimer = "ec2.drop-image";

/** Its time in the recycle bin is over. */
export const dropImage: ServiceTimer<unknown>["fire"] = async (firing, { host }) => {
  const place = firing.from;
  await host.storage.partition(regionKey(place)).write(async (tx) => {
    await binnedImages.remove(tx, place, firing.key);
    await firing.settle(tx);
  });
};
