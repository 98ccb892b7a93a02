import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, fastRestoreIsNot, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { fastRestores, putFastRestore, reasons, toFastRestore } from "../snapshots/fast-restore.ts";

/** Each snapshot in each zone on its own: one for which it is not enabled keeps no other from it. */
export const disableFastSnapshotRestores: Ec2Operation<"DisableFastSnapshotRestores"> = async (input, context) => {
  const { AvailabilityZones: zones = [], SourceSnapshotIds: ids = [], DryRun, ...others } = input;
  refuseOthers(others);
  if (zones.length === 0) throw missingParameter("AvailabilityZone");
  if (ids.length === 0) throw missingParameter("SourceSnapshotId");
  if (DryRun) throw dryRun();
  const asked = [...new Set(ids)].flatMap((id) => [...new Set(zones)].map((zone) => ({ id, zone })));
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const successful = [];
    const unsuccessful = new Map<string, { AvailabilityZone: string; Error: { Code: string; Message: string } }[]>();
    for (const { id, zone } of asked) {
      const found = await fastRestores.find(tx, context, `${id}/${zone}`);
      if (!found || found.state === "disabled") {
        const { code, message } = fastRestoreIsNot(id, zone);
        const failed = { AvailabilityZone: zone, Error: { Code: code, Message: message } };
        unsuccessful.set(id, [...(unsuccessful.get(id) ?? []), failed]);
        continue;
      }
      const to = { state: "disabling", reason: reasons.asked } as const;
      const at = { place: context, host: context.host };
      successful.push(
        toFastRestore(found.state === "disabling" ? found : await putFastRestore(tx, found, to, at), context),
      );
    }
    return {
      Successful: successful,
      Unsuccessful: [...unsuccessful].map(([SnapshotId, FastSnapshotRestoreStateErrors]) => ({
        SnapshotId,
        FastSnapshotRestoreStateErrors,
      })),
    };
  });
};
