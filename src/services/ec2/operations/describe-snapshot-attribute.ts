import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** Who else may make volumes of a snapshot. */
export const describeSnapshotAttribute: Ec2Operation<"DescribeSnapshotAttribute"> = async (input, context) => {
  const { SnapshotId: id, Attribute: name, DryRun } = input;
  if (id === undefined) throw missingParameter("SnapshotId");
  if (name === undefined) throw missingParameter("Attribute");
  const snapshot = await context.host.storage.partition(regionKey(context)).read((tx) => findSnapshot(tx, id));
  if (DryRun) throw dryRun();
  if (name === "productCodes") return { SnapshotId: id, ProductCodes: [] };
  const all = snapshot.isPublic ? [{ Group: "all" as const }] : [];
  return { SnapshotId: id, CreateVolumePermissions: [...all, ...snapshot.sharedWith.map((UserId) => ({ UserId }))] };
};
