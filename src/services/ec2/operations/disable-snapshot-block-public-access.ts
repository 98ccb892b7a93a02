import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

/** Snapshots may be shared with everybody again, and those that were are public again. */
export const disableSnapshotBlockPublicAccess: Ec2Operation<"DisableSnapshotBlockPublicAccess"> = async (
  { DryRun },
  context,
) => {
  if (DryRun) throw dryRun();
  await context.host.storage
    .partition(regionKey(context))
    .write(async (tx) => settingsStore.put(tx, { ...(await settingsStore.find(tx)), publicSnapshots: "unblocked" }));
  return { State: "unblocked" };
};
