import { managedKeyArn } from "../../block-storage/encryption-key.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

/** The key of what is encrypted and names none. */
export const getEbsDefaultKmsKeyId: Ec2Operation<"GetEbsDefaultKmsKeyId"> = async ({ DryRun }, context) => {
  if (DryRun) throw dryRun();
  const { defaultKeyId } = await context.host.storage
    .partition(regionKey(context))
    .read((tx) => settingsStore.find(tx));
  return { KmsKeyId: defaultKeyId ?? managedKeyArn(context) };
};
