import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

/** Whether volumes and snapshots that say nothing of it are encrypted. */
export const getEbsEncryptionByDefault: Ec2Operation<"GetEbsEncryptionByDefault"> = async ({ DryRun }, context) => {
  if (DryRun) throw dryRun();
  const settings = await context.host.storage.partition(regionKey(context)).read((tx) => settingsStore.find(tx));
  return {
    EbsEncryptionByDefault: settings.isEncryptedByDefault,
    SseType: settings.isEncryptedByDefault ? "sse-kms" : "sse-ebs",
  };
};
