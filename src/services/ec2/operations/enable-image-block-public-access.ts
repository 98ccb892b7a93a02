import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

/** No image is shared with everybody from now on; those that were stay so. */
export const enableImageBlockPublicAccess: Ec2Operation<"EnableImageBlockPublicAccess"> = async (
  { ImageBlockPublicAccessState: state, DryRun },
  context,
) => {
  if (state === undefined) throw missingParameter("ImageBlockPublicAccessState");
  if (state !== "block-new-sharing")
    throw invalidParameterValue(`Value (${state}) for parameter imageBlockPublicAccessState is invalid.`);
  if (DryRun) throw dryRun();
  await context.host.storage
    .partition(regionKey(context))
    .write(async (tx) => settingsStore.put(tx, { ...(await settingsStore.find(tx)), publicImages: state }));
  return { ImageBlockPublicAccessState: state };
};
