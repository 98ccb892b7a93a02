import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { findVolume } from "../volumes/find-volumes.ts";

/** One attribute of a volume. */
export const describeVolumeAttribute: Ec2Operation<"DescribeVolumeAttribute"> = async (input, context) => {
  const { VolumeId: id, Attribute: name, DryRun } = input;
  if (id === undefined) throw missingParameter("VolumeId");
  if (name === undefined) throw missingParameter("Attribute");
  const volume = await context.host.storage.partition(regionKey(context)).read((tx) => findVolume(tx, id));
  if (DryRun) throw dryRun();
  return name === "autoEnableIO"
    ? { VolumeId: id, AutoEnableIO: { Value: volume.autoEnablesIo } }
    : { VolumeId: id, ProductCodes: [] };
};
