import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

/** Images may be shared with everybody again. */
export const disableImageBlockPublicAccess: Ec2Operation<"DisableImageBlockPublicAccess"> = async (
  { DryRun },
  context,
) => {
  if (DryRun) throw dryRun();
  await context.host.storage
    .partition(regionKey(context))
    .write(async (tx) => settingsStore.put(tx, { ...(await settingsStore.find(tx)), publicImages: "unblocked" }));
  return { ImageBlockPublicAccessState: "unblocked" };
};
