import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { dryRun, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { keyOf } from "../volumes/make-volume.ts";

/** Which key is used for what is encrypted and names none. */
export const modifyEbsDefaultKmsKeyId: Ec2Operation<"ModifyEbsDefaultKmsKeyId"> = async (input, context) => {
  if (input.KmsKeyId === undefined) throw missingParameter("KmsKeyId");
  const defaultKeyId = keyOf(input.KmsKeyId, context);
  if (input.DryRun) throw dryRun();
  await context.host.storage
    .partition(regionKey(context))
    .write(async (tx) => settingsStore.put(tx, { ...(await settingsStore.find(tx)), defaultKeyId }));
  return { KmsKeyId: defaultKeyId };
};
