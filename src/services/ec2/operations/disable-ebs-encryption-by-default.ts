import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

/** Whether volumes and snapshots of this region that say nothing of it are encrypted from now on. */
export const disableEbsEncryptionByDefault: Ec2Operation<"DisableEbsEncryptionByDefault"> = async (
  { DryRun },
  context,
) => {
  if (DryRun) throw dryRun();
  await context.host.storage
    .partition(regionKey(context))
    .write(async (tx) => settingsStore.put(tx, { ...(await settingsStore.find(tx)), isEncryptedByDefault: false }));
  return { EbsEncryptionByDefault: false };
};
