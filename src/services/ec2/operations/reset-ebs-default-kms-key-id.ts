import { managedKeyArn } from "../../block-storage/encryption-key.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

/** AWS's own key again. */
export const resetEbsDefaultKmsKeyId: Ec2Operation<"ResetEbsDefaultKmsKeyId"> = async ({ DryRun }, context) => {
  if (DryRun) throw dryRun();
  await context.host.storage
    .partition(regionKey(context))
    .write(async (tx) => settingsStore.put(tx, { ...(await settingsStore.find(tx)), defaultKeyId: undefined }));
  return { KmsKeyId: managedKeyArn(context) };
};
