import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun } from "../errors.ts";
import { binnedImages } from "../images/recycle-bin.ts";
import type { Ec2Operation } from "../operation.ts";
import { checkPage, toPage } from "../resources/page.ts";

/** What was deregistered and is kept by a rule. */
export const listImagesInRecycleBin: Ec2Operation<"ListImagesInRecycleBin"> = async (input, context) => {
  const { ImageIds: ids = [], DryRun } = input;
  checkPage(input, ids, "imageIds");
  const found = await context.host.storage
    .partition(regionKey(context))
    .read((tx) => (ids.length > 0 ? binnedImages.requireAll(tx, context, ids) : binnedImages.list(tx, context)));
  if (DryRun) throw dryRun();
  const { items, NextToken } = toPage(found, ({ id }) => id, input);
  return {
    Images: items.map(({ id, name, description, enteredMs, exitsMs }) => ({
      ImageId: id,
      Name: name,
      Description: description,
      RecycleBinEnterTime: new Date(enteredMs),
      RecycleBinExitTime: new Date(exitsMs),
    })),
    NextToken,
  };
};
