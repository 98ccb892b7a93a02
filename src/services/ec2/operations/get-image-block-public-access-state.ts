import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

export const getImageBlockPublicAccessState: Ec2Operation<"GetImageBlockPublicAccessState"> = async (
  { DryRun },
  context,
) => {
  if (DryRun) throw dryRun();
  const settings = await context.host.storage.partition(regionKey(context)).read((tx) => settingsStore.find(tx));
  return { ImageBlockPublicAccessState: settings.publicImages, ManagedBy: "account" };
};
