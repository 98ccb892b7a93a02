import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

/** No snapshot is shared with everybody from now on; with `block-all-sharing` none that was, either. Its permission stays as it is. */
export const enableSnapshotBlockPublicAccess: Ec2Operation<"EnableSnapshotBlockPublicAccess"> = async (
  { State, DryRun },
  context,
) => {
  if (State === undefined) throw missingParameter("State");
  if (State !== "block-all-sharing" && State !== "block-new-sharing")
    throw invalidParameterValue(`Value (${State}) for parameter state is invalid.`);
  if (DryRun) throw dryRun();
  await context.host.storage
    .partition(regionKey(context))
    .write(async (tx) => settingsStore.put(tx, { ...(await settingsStore.find(tx)), publicSnapshots: State }));
  return { State };
};
