import { regionKey } from "../../block-storage/region-key.ts";
import { rootPrincipal } from "../../principal.ts";
import { dryRun, missingParameter, notPermitted } from "../errors.ts";
import { findOwnImage } from "../images/find-image.ts";
import { devicesOf, images } from "../images/image.ts";
import type { Ec2Operation } from "../operation.ts";

/** Its snapshots stay unless they are to go, too; instances that were started from it keep running. */
export const deregisterImage: Ec2Operation<"DeregisterImage"> = async (input, context) => {
  const { ImageId: id, DeleteAssociatedSnapshots = false, DryRun } = input;
  if (id === undefined) throw missingParameter("ImageId");
  const image = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const found = await findOwnImage(tx, context, id);
    if (found.isProtected) throw notPermitted(`The image ${id} is protected from deregistration.`);
    if (DryRun) throw dryRun();
    await images.remove(tx, context, id);
    return found;
  });
  if (!DeleteAssociatedSnapshots) return { Return: true };
  const results = [];
  for (const { snapshotId: SnapshotId } of devicesOf(image)) {
    if (SnapshotId === undefined) continue;
    const as = { principal: rootPrincipal(context.account) };
    const failed = await context.call("ec2", "DeleteSnapshot", { SnapshotId }, as).then(
      () => false,
      () => true,
    );
    const ReturnCode = failed ? ("internal-error" as const) : ("success" as const);
    results.push({ SnapshotId, ReturnCode });
  }
  return { Return: true, DeleteSnapshotResults: results };
};
